package io.quorate.server.topology.bootstrap;

import io.quorate.server.topology.identity.Group;
import io.quorate.server.topology.identity.NodeIdentity;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A data directory in memory. */
final class FakeIdentity implements NodeIdentity {
  private final String nodeId;
  private final boolean rejoins;
  private volatile @Nullable Group formed;

  FakeIdentity(String nodeId, boolean rejoins) {
    this.nodeId = nodeId;
    this.rejoins = rejoins;
  }

  @Override
  public String nodeId() {
    return nodeId;
  }

  @Override
  public boolean rejoins() {
    return rejoins;
  }

  @Override
  public Optional<Group> formed() {
    return Optional.ofNullable(formed);
  }

  @Override
  public void enter(Group group) {
    if (formed != null && !formed.groupId().equals(group.groupId())) {
      throw new AssertionError(nodeId + " is in " + formed + " and enters " + group);
    }
    if (group.peer(nodeId).isEmpty()) {
      throw new AssertionError(nodeId + " enters a group that does not list it: " + group);
    }
    formed = group;
  }
}
