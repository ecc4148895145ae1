package io.quorate.server.replication;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Names and addresses by peer id: what the replicated registry says, and until then what the group
 * was formed or joined with.
 */
public final class NodeRegistry {
  private volatile Map<String, PeerAddress> peers = Map.of();
  private final Map<String, PeerAddress> initial = new HashMap<>();

  public NodeRegistry(List<PeerAddress> initial) {
    initial.forEach(peer -> this.initial.put(peer.id(), peer));
    peers = Map.copyOf(this.initial);
  }

  /** The same map until something changes. */
  public Map<String, PeerAddress> peers() {
    return peers;
  }

  /** Replaces what is known by the registry's content. */
  public void update(List<PeerAddress> registered) {
    Map<String, PeerAddress> merged = new HashMap<>(initial);
    registered.forEach(peer -> merged.put(peer.id(), peer));
    if (!merged.equals(peers)) {
      peers = Map.copyOf(merged);
    }
  }
}
