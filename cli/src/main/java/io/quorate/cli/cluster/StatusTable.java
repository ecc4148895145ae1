package io.quorate.cli.cluster;

import io.quorate.cli.output.Table;
import io.quorate.client.ClusterStatus;
import io.quorate.client.NodeStatus;
import java.util.Comparator;
import java.util.List;

/**
 * The cluster's status for people: a line that says whether all is well, and the nodes as a tree
 * under the one that leads.
 *
 * <pre>
 * cluster quorate   consensus, term 3, leader n1, commit 1042
 * writable, 1 more voter may fail
 *
 * NODE   ROLE      STATE    ADDRESS         TERM  APPLIED  DURABLE  LAG        VERSION
 * n1     leader    running  127.0.0.1:7400  3     1042     1040     -          0.1.0
 * ├─ n2  follower  running  127.0.0.1:7410  3     1042     1038     0          0.1.0
 * └─ n4  learner   syncing  127.0.0.1:7430  3     900      880      142, 38ms  0.1.0
 * </pre>
 */
final class StatusTable {
  private StatusTable() {}

  static String of(ClusterStatus status) {
    return "cluster %s   %s, term %d, leader %s, commit %d%n%s%n%n%s%s"
        .formatted(
            status.cluster(),
            status.mode(),
            status.term(),
            Names.orNone(status.leader()),
            status.commitIndex(),
            health(status),
            nodes(status),
            reasons(status));
  }

  private static String health(ClusterStatus status) {
    if (!status.writable()) return "NOT WRITABLE: " + status.reason();
    return switch (status.failureTolerance()) {
      case 0 -> "writable, but no further voter may fail";
      case 1 -> "writable, 1 more voter may fail";
      default -> "writable, %d more voters may fail".formatted(status.failureTolerance());
    };
  }

  private static Table nodes(ClusterStatus status) {
    var table =
        new Table(
            "NODE", "ROLE", "STATE", "ADDRESS", "TERM", "APPLIED", "DURABLE", "LAG", "VERSION");
    var sorted = sorted(status);
    var led = !status.leader().isEmpty();
    for (var node : sorted) {
      var leads = node.id().equals(status.leader());
      var branch = node.equals(sorted.getLast()) ? "└─ " : "├─ ";
      table.row(
          led && !leads ? branch + node.id() : node.id(),
          node.role(),
          node.reachable() ? node.state() : "unreachable",
          node.address(),
          node.term(),
          node.appliedIndex(),
          node.durableIndex(),
          leads ? "-" : lag(node),
          node.version());
    }
    return table;
  }

  // The leader first, then those with a vote.
  private static List<NodeStatus> sorted(ClusterStatus status) {
    return status.nodes().stream()
        .sorted(
            Comparator.comparing((NodeStatus node) -> !node.id().equals(status.leader()))
                .thenComparing(node -> !node.voter())
                .thenComparing(NodeStatus::id))
        .toList();
  }

  private static String lag(NodeStatus node) {
    if (!node.reachable()) return "?";
    return node.lagEntries() + (node.lagMs() > 0 ? ", " + node.lagMs() + "ms" : "");
  }

  private static String reasons(ClusterStatus status) {
    var text = new StringBuilder();
    for (var node : status.nodes()) {
      if (!node.reason().isEmpty())
        text.append(node.id()).append(": ").append(node.reason()).append('\n');
    }
    return text.isEmpty() ? "" : "\n" + text;
  }
}
