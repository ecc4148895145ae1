package io.quorate.bench.peers;

import io.quorate.bench.turns.Clients;
import io.quorate.bench.turns.QuorateClients;
import io.quorate.bench.turns.Row;
import io.quorate.chaos.cluster.Cluster;
import io.quorate.chaos.cluster.ClusterNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Quorate: nodes as {@code quorate up} starts them but for the compilers, clients as {@code quorate
 * bench} has them.
 */
final class QuoratePeer implements Peer {
  private final Compilers compilers;
  private @Nullable Cluster cluster;

  QuoratePeer(Compilers compilers) {
    this.compilers = compilers;
  }

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
            .jvm(compilers.flags())
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
    return QuorateClients.open(running().nodes().stream().map(ClusterNode::address).toList(), row);
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
