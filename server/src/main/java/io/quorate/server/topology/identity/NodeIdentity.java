package io.quorate.server.topology.identity;

import java.util.Optional;

/** The identity that a data directory gave this node. Thread-safe. */
public interface NodeIdentity {
  /** UUID text: this node's Raft peer id. */
  String nodeId();

  /**
   * Whether the directory held an earlier identity whose log was lost: then this one may join a
   * cluster and never found one.
   */
  boolean rejoins();

  /** The group that this identity entered, as it was then: later changes are in its log. */
  Optional<Group> formed();

  /**
   * Enters the group for good; durable on return. An identity enters one group in its life.
   *
   * @throws java.io.UncheckedIOException when it could not be made durable: the node must stop, for
   *     nobody knows what a restart will find
   */
  void enter(Group group);
}
