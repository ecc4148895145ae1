package io.quorate.server.replication;

import io.quorate.command.TermIndex;

/** The port to consensus, beyond what {@code Replicator} offers to all. Thread-safe. */
public interface Campaign {
  /** Where this node's log ends. */
  TermIndex lastEntry();

  /** Whether this node could lead: its disk takes writes. */
  boolean isFit();

  /**
   * Makes this follower a candidate at once, without a pre-vote, because {@code leader}, which it
   * follows in {@code term}, is gone. Writes the new term to the disk first. False when it does not
   * follow that leader in that term (any more).
   */
  boolean start(String leader, long term);

  /** A peer can be reached again: whatever backs off from it need not. Does not block. */
  void reachable(String peer);
}
