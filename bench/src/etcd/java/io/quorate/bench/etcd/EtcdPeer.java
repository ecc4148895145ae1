package io.quorate.bench.etcd;

import com.google.protobuf.ByteString;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.quorate.bench.etcd.api.KVGrpc;
import io.quorate.bench.etcd.api.MaintenanceGrpc;
import io.quorate.bench.etcd.api.PutRequest;
import io.quorate.bench.etcd.api.StatusRequest;
import io.quorate.bench.etcd.api.StatusResponse;
import io.quorate.bench.peers.Peer;
import io.quorate.bench.peers.Place;
import io.quorate.bench.peers.Servers;
import io.quorate.bench.turns.Clients;
import io.quorate.bench.turns.Row;
import io.quorate.bench.turns.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** etcd. Ports of a node: 0 for clients, 1 for its peers. */
public final class EtcdPeer implements Peer {
  /** As etcd's own benchmark has them; one connection would be one thread of this process. */
  private static final int CONNECTIONS = 16;

  private static final long ANSWER_SECONDS = 2;

  private final Servers servers = new Servers();
  private List<Place> places = List.of();
  private String leader = "";
  private String version = "";

  @Override
  public String name() {
    return "etcd";
  }

  @Override
  public Optional<String> meaning(Row row) {
    var what =
        switch (row.work()) {
          case PUT -> "Put at the leader";
          case GET -> "linearizable Range at the leader";
          case GET_LEASE -> "linearizable Range at the leader, there are no reads by lease";
          case GET_FOLLOWER -> "linearizable Range at the followers";
          case GET_EVENTUAL -> "serializable Range at the followers";
        };
    return Optional.of("%s; connections: %d".formatted(what, row.connections(CONNECTIONS)));
  }

  @Override
  public void start(Path folder) throws IOException {
    places = Place.three(folder);
    for (var place : places) servers.start(command(place), place.folder());
    servers.await("etcd takes writes", this::takesWrites);
  }

  // The quota: the default of 2 GiB is for clusters that nobody writes to all the time.
  private List<String> command(Place place) {
    var client = "http://" + place.address(0);
    var peer = "http://" + place.address(1);
    return List.of(
        "etcd",
        "--name",
        place.name(),
        "--data-dir",
        place.folder().resolve("data").toString(),
        "--listen-client-urls",
        client,
        "--advertise-client-urls",
        client,
        "--listen-peer-urls",
        peer,
        "--initial-advertise-peer-urls",
        peer,
        "--initial-cluster",
        places.stream()
            .map(each -> each.name() + "=http://" + each.address(1))
            .collect(Collectors.joining(",")),
        "--initial-cluster-state",
        "new",
        "--quota-backend-bytes",
        Long.toString(8L << 30),
        "--logger",
        "zap",
        "--log-level",
        "error");
  }

  /** Learns who leads, too. */
  private boolean takesWrites() {
    for (var place : places) {
      var channel = open(place.address(0));
      try {
        var status = status(channel);
        if (status.getLeader() != status.getHeader().getMemberId()) continue;
        var _ =
            KVGrpc.newBlockingStub(channel)
                .withDeadlineAfter(ANSWER_SECONDS, TimeUnit.SECONDS)
                .put(PutRequest.newBuilder().setKey(ByteString.copyFromUtf8("ready")).build());
        leader = place.address(0);
        version = status.getVersion();
        return true;
      } finally {
        channel.shutdownNow();
      }
    }
    return false;
  }

  private static StatusResponse status(ManagedChannel channel) {
    return MaintenanceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(ANSWER_SECONDS, TimeUnit.SECONDS)
        .status(StatusRequest.getDefaultInstance());
  }

  // Futures complete on the threads of the sockets, as those of Quorate's client do.
  private static ManagedChannel open(String address) {
    return Grpc.newChannelBuilder(address, InsecureChannelCredentials.create())
        .directExecutor()
        .build();
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public Clients clients(Row row) {
    var addresses = addresses(row.work());
    var channels = new ArrayList<ManagedChannel>();
    for (var i = 0; i < row.connections(CONNECTIONS); i++) {
      channels.add(open(addresses.get(i % addresses.size())));
    }
    var serializable = row.work() == Work.GET_EVENTUAL;
    var targets =
        channels.stream()
            .map(channel -> new EtcdTarget(KVGrpc.newStub(channel), serializable))
            .toList();
    return new Clients(targets, () -> channels.forEach(ManagedChannel::shutdownNow));
  }

  private List<String> addresses(Work work) {
    return switch (work) {
      case PUT, GET, GET_LEASE -> List.of(leader);
      case GET_FOLLOWER, GET_EVENTUAL ->
          places.stream()
              .map(place -> place.address(0))
              .filter(address -> !address.equals(leader))
              .toList();
    };
  }

  @Override
  public List<ProcessHandle> processes() {
    return servers.processes();
  }

  @Override
  public void requireAlive() {
    servers.requireAlive();
  }

  @Override
  public void close() {
    servers.close();
  }
}
