package org.apache.ratis.server.impl;

import org.apache.ratis.server.leader.FollowerInfo;

/** Lives here because Ratis 3.3.0 keeps to its package what it forgets to do: see design 008. */
public final class CaughtUp {
  private CaughtUp() {}

  /**
   * Ends the bootstrap of a follower, for this leader: changes of membership wait for it no more.
   */
  public static void mark(FollowerInfo follower) {
    ((FollowerInfoImpl) follower).catchUp();
  }
}
