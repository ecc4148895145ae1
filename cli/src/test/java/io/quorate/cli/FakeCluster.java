package io.quorate.cli;

import com.google.protobuf.ByteString;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.quorate.proto.v1.Error;
import io.quorate.proto.v1.GetResult;
import io.quorate.proto.v1.Request;
import io.quorate.proto.v1.Topology;
import io.quorate.proto.v1.TopologyNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Three nodes that speak the protocol on real sockets and share one {@link FakeStore}; n1 leads.
 */
public final class FakeCluster implements AutoCloseable {
  private final FakeStore store = new FakeStore();
  private final FakeAdmin admin = new FakeAdmin(this);
  private final List<Server> servers = new ArrayList<>();
  private final Map<String, ByteString> lies = new ConcurrentHashMap<>();
  private volatile Function<Request, Optional<Error>> failure = request -> Optional.empty();

  public FakeCluster() {
    for (var name : List.of("n1", "n2", "n3")) servers.add(start(name));
  }

  private Server start(String name) {
    try {
      return NettyServerBuilder.forAddress(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
          .addService(new FakeKv(this, name))
          .addService(admin)
          .build()
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  FakeStore store() {
    return store;
  }

  /** What the cluster says of itself, to be changed by tests. */
  public FakeAdmin admin() {
    return admin;
  }

  /** Lets requests fail. */
  public void failWith(Function<Request, Optional<Error>> answer) {
    failure = answer;
  }

  Optional<Error> failure(Request request) {
    return failure.apply(request);
  }

  /** From now on one node answers this value for the key. */
  public void corrupt(String node, String key, String value) {
    lies.put(node + "/" + key, ByteString.copyFromUtf8(value));
  }

  GetResult get(String node, ByteString key) {
    var honest = store.get(key);
    var lie = lies.get(node + "/" + key.toStringUtf8());
    if (lie == null) return honest;
    return GetResult.newBuilder()
        .setFound(true)
        .setKv(honest.getKv().toBuilder().setValue(lie))
        .build();
  }

  String address(int i) {
    return "127.0.0.1:" + servers.get(i).getPort();
  }

  Topology topology() {
    var topology = Topology.newBuilder().setTerm(3).setLeader(address(0));
    for (var i = 0; i < servers.size(); i++) {
      topology.addNodes(
          TopologyNode.newBuilder()
              .setName("n" + (i + 1))
              .setAddress(address(i))
              .setVoter(true)
              .setServing(true)
              .setId("id-" + (i + 1)));
    }
    return topology.build();
  }

  public String endpoints() {
    return address(0) + "," + address(1) + "," + address(2);
  }

  /** Runs one command line against this cluster. */
  public Ran run(String... args) {
    return run(new byte[0], args);
  }

  /** The same with something on stdin. */
  public Ran run(byte[] in, String... args) {
    return Ran.of(Map.of("QUORATE_ENDPOINTS", endpoints()), in, args);
  }

  @Override
  public void close() {
    servers.forEach(Server::shutdownNow);
  }

  /** A command line that was run: its exit code and what it wrote. */
  public record Ran(int code, String out, String err) {
    /** Runs one without a cluster. */
    public static Ran of(Map<String, String> environment, byte[] in, String... args) {
      var out = new ByteArrayOutputStream();
      var err = new ByteArrayOutputStream();
      var terminal =
          new Terminal(
              new ByteArrayInputStream(in),
              new PrintStream(out, true, StandardCharsets.UTF_8),
              new PrintStream(err, true, StandardCharsets.UTF_8),
              environment,
              false);
      var code = Main.run(terminal, args);
      return new Ran(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    public static Ran of(String... args) {
      return of(Map.of(), new byte[0], args);
    }

    @Override
    public String toString() {
      return "exit code " + code + "\nstdout: " + out + "\nstderr: " + err;
    }
  }
}
