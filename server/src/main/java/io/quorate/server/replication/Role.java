package io.quorate.server.replication;

/** What a node is in its group at this moment. Ratis says listener where we say learner. */
public enum Role {
  LEADER,
  FOLLOWER,
  CANDIDATE,
  LEARNER,
  /** Not a running member: starting, joining, or its division is closed. */
  NONE;

  /** As in JSON, evidence and metrics. */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
