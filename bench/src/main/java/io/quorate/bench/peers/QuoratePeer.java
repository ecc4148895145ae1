package io.quorate.bench.peers;

import io.quorate.chaos.cluster.Cluster;
import io.quorate.chaos.cluster.ClusterNode;
import io.quorate.cli.bench.QuorateTarget;
import io.quorate.client.AsyncKv;
import io.quorate.client.Consistency;
import io.quorate.client.QuorateClient;
import io.quorate.client.ReadPreference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Quorate: nodes as {@code quorate up} starts them, clients as {@code quorate bench} has them. */
final class QuoratePeer implements Peer {
  private @Nullable Cluster cluster;

  @Override
  public String name() {
    return "quorate";
  }

  @Override
  public Optional<String> meaning(Row row) {
    return Optional.of(row.separate() ? row.callers() + " clients" : "one client");
  }

  @Override
  public void start(Path folder) {
    cluster =
        Cluster.named("quorate")
            .preset("lan")
            // The lab saves both; here all is as shipped.
            .set("election.warm_up", "true")
            .set("disk.ballast_bytes", "64MiB")
            .in(folder)
            .start();
  }

  private Cluster running() {
    var started = cluster;
    if (started == null) throw new IllegalStateException("it was not started");
    return started;
  }

  @Override
  public String version() {
    return running().status(running().node(1)).version();
  }

  @Override
  public Clients clients(Row row) {
    var clients = new ArrayList<QuorateClient>();
    for (var i = 0; i < row.connections(1); i++) clients.add(client());
    var targets = clients.stream().map(client -> target(client.kv().async(), row.work())).toList();
    return new Clients(targets, () -> close(clients));
  }

  private static QuorateTarget target(AsyncKv kv, Work work) {
    return new QuorateTarget(kv, reading(kv, work));
  }

  // As `quorate bench` does: what the replies of one frame set off leaves in one frame again.
  private QuorateClient client() {
    return running().clientBuilder().clientName("bench-peers").callbacks(Runnable::run).build();
  }

  private static AsyncKv reading(AsyncKv kv, Work work) {
    return switch (work) {
      case PUT, GET -> kv;
      case GET_LEASE -> kv.withConsistency(Consistency.LEASE);
      case GET_FOLLOWER -> kv.withPreference(ReadPreference.SECONDARY);
      case GET_EVENTUAL ->
          kv.withConsistency(Consistency.EVENTUAL).withPreference(ReadPreference.SECONDARY);
    };
  }

  /** All at once: each waits a moment for its farewell. */
  private static void close(List<QuorateClient> clients) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var client : clients) threads.execute(client::close);
    }
  }

  @Override
  public List<ProcessHandle> processes() {
    return running().nodes().stream()
        .map(node -> ProcessHandle.of(node.pid()).orElseThrow())
        .toList();
  }

  @Override
  public void requireAlive() {
    for (var node : running().nodes()) {
      if (!node.isRunning()) throw new AssertionError(ended(node));
    }
  }

  private static String ended(ClusterNode node) {
    return "%s of quorate has ended; the end of its log:\n%s".formatted(node, node.log().tail(20));
  }

  @Override
  public void close() {
    var started = cluster;
    if (started != null) started.close();
  }
}
