package io.quorate.client;

import java.util.List;

/**
 * The cluster as it sees itself.
 *
 * @param mode consensus or primary-replica
 * @param leader node name; empty = none known
 * @param failureTolerance how many more voters may fail
 * @param reason why it is not writable
 */
public record ClusterStatus(
    String cluster,
    String groupId,
    String mode,
    long epoch,
    long term,
    String leader,
    long commitIndex,
    int failureTolerance,
    boolean writable,
    String reason,
    List<NodeStatus> nodes) {
  public ClusterStatus {
    nodes = List.copyOf(nodes);
  }
}
