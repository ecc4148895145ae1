package io.quorate.cli.drill;

import io.quorate.client.Admin;
import io.quorate.client.ClusterStatus;
import io.quorate.client.QuorateException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Whether the cluster is whole, so that it can afford to lose a voter. */
final class Health {
  private static final long PAUSE_MS = 50;

  private final Admin admin;

  Health(Admin admin) {
    this.admin = admin;
  }

  /** What is not well; empty = all voters serve, and one may fail. */
  static Optional<String> trouble(ClusterStatus status) {
    if (!status.writable()) return Optional.of("it takes no writes: " + status.reason());
    for (var node : status.nodes()) {
      if (!node.voter()) continue;
      if (!node.reachable()) return Optional.of(node.id() + " cannot be reached");
      if (!node.state().equals("running")) {
        var reason = node.reason().isEmpty() ? "" : " (" + node.reason() + ")";
        return Optional.of(node.id() + " is " + node.state() + reason);
      }
    }
    return status.failureTolerance() < 1
        ? Optional.of("no voter may fail: it has " + Surroundings.voters(status).size())
        : Optional.empty();
  }

  /**
   * What asking has found.
   *
   * @param status of a cluster that is whole; empty = it is not
   * @param trouble why it is not
   */
  record Found(Optional<ClusterStatus> status, String trouble) {
    private static Found because(String trouble) {
      return new Found(Optional.empty(), trouble);
    }
  }

  private Found look(List<String> voters) {
    try {
      var status = admin.status();
      var missing = new HashSet<>(voters);
      missing.removeAll(Surroundings.voters(status));
      return trouble(status)
          .or(() -> missing.stream().findFirst().map(name -> name + " is not a voter again"))
          .map(Found::because)
          .orElseGet(() -> new Found(Optional.of(status), ""));
    } catch (QuorateException e) {
      return Found.because(String.valueOf(e.getMessage()));
    }
  }

  /** What would follow if this node stopped now; empty = the rest is enough. */
  private Optional<String> danger(String node) {
    try {
      var advice = admin.okToStop(node);
      return advice.ok() ? Optional.empty() : Optional.of(advice.reason());
    } catch (QuorateException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Waits until a node may stop: one that has just come back is not always heard of at once. */
  Optional<String> awaitSafe(String node, Duration timeout) throws InterruptedException {
    var deadline = System.nanoTime() + timeout.toNanos();
    var danger = danger(node);
    while (danger.isPresent() && System.nanoTime() < deadline) {
      Thread.sleep(PAUSE_MS);
      danger = danger(node);
    }
    return danger;
  }

  /** Waits until it is whole, with these voters; else tells what is not after the deadline. */
  Found await(List<String> voters, Duration timeout) throws InterruptedException {
    var deadline = System.nanoTime() + timeout.toNanos();
    var found = look(voters);
    while (found.status().isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(PAUSE_MS);
      found = look(voters);
    }
    return found;
  }
}
