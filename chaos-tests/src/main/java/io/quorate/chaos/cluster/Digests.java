package io.quorate.chaos.cluster;

import io.quorate.client.NodeStatus;
import java.util.List;
import java.util.Map;

/**
 * The digests of all nodes, compared.
 *
 * @param <N> a node, or what else names it
 */
record Digests<N>(Map<N, NodeStatus> status, List<N> expected) {

  /**
   * Whether all expected nodes answered and have the same digest of the same entries.
   *
   * @throws AssertionError when two digests of the same entries differ: waiting cannot mend that
   */
  boolean areEqual() {
    var first = status.values().stream().findFirst();
    if (first.isEmpty() || !status.keySet().containsAll(expected)) {
      return false;
    }
    for (var one : status.entrySet()) {
      for (var other : status.entrySet()) {
        requireSame(one, other);
      }
    }
    return status.values().stream().map(NodeStatus::appliedIndex).distinct().count() == 1
        && status.values().stream().map(NodeStatus::digestIndex).distinct().count() == 1
        && !first.get().digest().isEmpty();
  }

  private static void requireSame(Map.Entry<?, NodeStatus> one, Map.Entry<?, NodeStatus> other) {
    if (one.getValue().digestIndex() == other.getValue().digestIndex()
        && !one.getValue().digest().equals(other.getValue().digest())) {
      throw new AssertionError(
          "the states differ at index %d: %s has digest %s, %s has %s"
              .formatted(
                  one.getValue().digestIndex(),
                  one.getKey(),
                  one.getValue().digest(),
                  other.getKey(),
                  other.getValue().digest()));
    }
  }
}
