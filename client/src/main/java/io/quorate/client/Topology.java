package io.quorate.client;

import java.util.List;
import java.util.Optional;

/**
 * The cluster as the nodes last described it to this client.
 *
 * @param leader gRPC address; empty while none is known
 */
public record Topology(long term, Optional<String> leader, List<Node> nodes) {
  public Topology {
    nodes = List.copyOf(nodes);
  }

  /**
   * A member.
   *
   * @param address gRPC, {@code host:port}
   * @param serving false while it answers no reads
   * @param id UUID of its data directory
   */
  public record Node(String name, String address, boolean voter, boolean serving, String id) {}
}
