package io.quorate.server.transfer;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.quorate.proto.v1.CheckpointChunk;
import io.quorate.proto.v1.CheckpointCloseReply;
import io.quorate.proto.v1.CheckpointCloseRequest;
import io.quorate.proto.v1.CheckpointManifest;
import io.quorate.proto.v1.CheckpointOpenRequest;
import io.quorate.proto.v1.CheckpointReadRequest;
import io.quorate.proto.v1.NodeGrpc;
import io.quorate.server.node.CheckpointCalls;
import io.quorate.server.node.CheckpointClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A node that gives checkpoints away over real gRPC on loopback; its connections can be cut and it
 * can be restarted.
 */
final class SendingNode implements AutoCloseable {
  static final String GROUP = "group-1";

  private final Path data;
  private final CheckpointMaker maker;
  private final TransferConfig config;
  private final Map<String, ManagedChannel> channels = new ConcurrentHashMap<>();
  final AtomicLong minimumIndex = new AtomicLong();
  private CheckpointServer checkpoints;
  private CheckpointCalls calls;
  private Server server;
  private int port;

  SendingNode(Path data, CheckpointMaker maker, TransferConfig config) throws IOException {
    this.data = data;
    this.maker = maker;
    this.config = config;
    this.checkpoints = newCheckpoints();
    this.calls = new CheckpointCalls(checkpoints);
    this.server = listen();
  }

  private CheckpointServer newCheckpoints() throws IOException {
    return new CheckpointServer(data, () -> GROUP, maker, minimumIndex::get, config);
  }

  private Server listen() throws IOException {
    Server listening =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .addService(new Service(calls))
            .build()
            .start();
    port = listening.getPort();
    return listening;
  }

  CheckpointServer checkpoints() {
    return checkpoints;
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  CheckpointClient client(String nodeId) {
    return new CheckpointClient(
        address ->
            channels.computeIfAbsent(
                address + nodeId,
                key -> NettyChannelBuilder.forTarget(address).usePlaintext().build()),
        () -> nodeId,
        Duration.ofSeconds(10));
  }

  /** Resets every connection; new ones are accepted again at the same address. */
  void breakConnections() throws IOException {
    server.shutdownNow();
    await();
    server = listen();
  }

  /** As a new process would: what was kept is gone. */
  void restart() throws IOException {
    server.shutdownNow();
    await();
    calls.close();
    checkpoints.close();
    checkpoints = newCheckpoints();
    calls = new CheckpointCalls(checkpoints);
    server = listen();
  }

  private void await() {
    try {
      if (!server.awaitTermination(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the server does not stop");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
    server.shutdownNow();
    await();
    calls.close();
    checkpoints.close();
  }

  private static final class Service extends NodeGrpc.NodeImplBase {
    private final CheckpointCalls calls;

    Service(CheckpointCalls calls) {
      this.calls = calls;
    }

    @Override
    public void checkpointOpen(
        CheckpointOpenRequest request, StreamObserver<CheckpointManifest> reply) {
      calls.open(request, reply);
    }

    @Override
    public void checkpointRead(
        CheckpointReadRequest request, StreamObserver<CheckpointChunk> reply) {
      calls.read(request, reply);
    }

    @Override
    public void checkpointClose(
        CheckpointCloseRequest request, StreamObserver<CheckpointCloseReply> reply) {
      calls.close(request, reply);
    }
  }
}
