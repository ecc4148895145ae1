package io.quorate.chaos.cluster;

import io.quorate.client.NodeStatus;
import io.quorate.client.QuorateClient;
import io.quorate.client.QuorateException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** What each node says of itself, asked of all of them at once. Thread-safe. */
final class StatusBoard {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final QuorateClient client;
  private final List<ClusterNode> nodes;

  StatusBoard(QuorateClient client, List<ClusterNode> nodes) {
    this.client = client;
    this.nodes = nodes;
  }

  /** Of the nodes that answer within a second, in their order. */
  Map<ClusterNode, NodeStatus> look() {
    return ask().answers();
  }

  String describe() {
    var seen = ask();
    return nodes.stream().map(node -> describe(node, seen)).collect(Collectors.joining("; "));
  }

  private record Seen(Map<ClusterNode, NodeStatus> answers, Map<ClusterNode, String> failures) {}

  private Seen ask() {
    var answers = new ConcurrentHashMap<ClusterNode, NodeStatus>();
    var failures = new ConcurrentHashMap<ClusterNode, String>();
    var threads =
        nodes.stream()
            .filter(ClusterNode::isUp)
            .map(node -> Thread.startVirtualThread(() -> ask(node, answers, failures)))
            .toList();
    for (var thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while asking for the status", e);
      }
    }
    var ordered = new LinkedHashMap<ClusterNode, NodeStatus>();
    for (var node : nodes) {
      var status = answers.get(node);
      if (status != null) {
        ordered.put(node, status);
      }
    }
    return new Seen(ordered, failures);
  }

  private void ask(
      ClusterNode node, Map<ClusterNode, NodeStatus> answers, Map<ClusterNode, String> failures) {
    try {
      answers.put(node, client.admin().withTimeout(LOOK).localStatus(node.address()));
    } catch (QuorateException e) {
      failures.put(node, e.code() + " " + e.getMessage());
    }
  }

  private static String describe(ClusterNode node, Seen seen) {
    var status = seen.answers().get(node);
    if (status == null) {
      return node.name()
          + " "
          + node.processState()
          + ", "
          + seen.failures().getOrDefault(node, "not asked");
    }
    return "%s %s %s term %d leader %s ready %s applied %d commit %d durable %d log from %d digest %s@%d %s"
        .formatted(
            node.name(),
            status.role(),
            status.state(),
            status.term(),
            status.leader(),
            status.leaderReady(),
            status.appliedIndex(),
            status.commitIndex(),
            status.durableIndex(),
            status.logStartIndex(),
            status.digest(),
            status.digestIndex(),
            status.reason());
  }
}
