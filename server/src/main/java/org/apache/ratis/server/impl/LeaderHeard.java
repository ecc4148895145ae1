package org.apache.ratis.server.impl;

import java.time.Duration;
import java.util.Optional;
import org.apache.ratis.server.RaftServer;

/**
 * Lives here because Ratis 3.3.0 tells it to others only as a part of a message that takes longer
 * to build than all else that is looked at a hundred times a second.
 */
public final class LeaderHeard {
  private LeaderHeard() {}

  /** How long ago a follower or learner last heard of a leader; empty in other roles. */
  public static Optional<Duration> since(RaftServer.Division division) {
    return switch (division.getInfo().getCurrentRole()) {
      case FOLLOWER, LISTENER ->
          Optional.of(
              ((RaftServerImpl) division)
                  .getRole()
                  .getFollowerState()
                  .map(state -> Duration.ofMillis(state.getLastRpcTime().elapsedTimeMs()))
                  // On its way from or to another role.
                  .orElse(Duration.ZERO));
      default -> Optional.empty();
    };
  }
}
