package io.quorate.server.topology.leadership;

import io.quorate.proto.v1.LeadershipIntent;

/**
 * The port that tells every other member, one way and at once, why leadership is about to change.
 * Never blocks or fails.
 */
public interface Announcer {
  void announce(LeadershipIntent intent);
}
