package io.quorate.server.topology.leadership;

import io.quorate.server.replication.LeaderHistory.Led;

/** The port to what the voters say of the end of a leader. */
public interface Testimonies {
  /**
   * Asks all, and waits a moment for those that answer.
   *
   * @param former the leader that was replaced
   * @param term the new leader's, this node's
   */
  Testimony of(Led former, long term);
}
