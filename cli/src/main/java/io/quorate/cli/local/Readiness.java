package io.quorate.cli.local;

import io.quorate.cli.CommandFailure;
import io.quorate.cli.Durations;
import io.quorate.cli.ExitCode;
import io.quorate.client.ClusterStatus;
import io.quorate.client.NodeStatus;
import io.quorate.client.QuorateClient;
import io.quorate.client.QuorateException;
import java.time.Duration;
import java.util.Optional;

/** Waits until a local cluster takes writes and every node of it is there. */
final class Readiness {
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final long PAUSE_MS = 50;

  private final LocalCluster cluster;
  private final Duration timeout;
  private String lastSeen = "no node answers yet";

  Readiness(LocalCluster cluster, Duration timeout) {
    this.cluster = cluster;
    this.timeout = timeout;
  }

  /**
   * Answers the node that has ended meanwhile, if one has; then there is no point in waiting on.
   */
  Optional<DeadNode> await() throws InterruptedException {
    var deadline = System.nanoTime() + timeout.toNanos();
    try (var client =
        QuorateClient.builder().endpoints(cluster.file().endpoints()).timeout(LOOK).build()) {
      while (!ready(client)) {
        var dead = cluster.down().stream().findFirst();
        if (dead.isPresent()) return dead.map(DeadNode::new);
        if (System.nanoTime() >= deadline) throw late();
        Thread.sleep(PAUSE_MS);
      }
    }
    return Optional.empty();
  }

  private boolean ready(QuorateClient client) {
    try {
      var status = client.admin().status();
      lastSeen = describe(status);
      return status.writable()
          && status.nodes().stream().filter(NodeStatus::reachable).count()
              >= cluster.file().nodes().size();
    } catch (QuorateException e) {
      lastSeen = String.valueOf(e.getMessage());
      return false;
    }
  }

  private static String describe(ClusterStatus status) {
    if (!status.writable()) return "it is not writable: " + status.reason();
    return "it is writable, but only these nodes are there: "
        + String.join(
            ", ",
            status.nodes().stream().filter(NodeStatus::reachable).map(NodeStatus::id).toList());
  }

  private CommandFailure late() {
    return CommandFailure.of(
        ExitCode.UNKNOWN,
        "TIMEOUT",
        "the cluster is not complete after %s: %s. Its processes go on; their logs are in %s"
            .formatted(Durations.text(timeout), lastSeen, cluster.file().folder()));
  }
}
