package io.quorate.server.replication;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Up while this node's disk takes no writes. Then it must not lead, whatever Ratis says: it sends
 * nothing as a leader, so that the others elect, and does not campaign. It does not depend on
 * Ratis' locks, which a thread may hold that waits for the disk. Any thread.
 */
final class Fence {
  private volatile @Nullable String reason;

  void raise(String why) {
    reason = why;
  }

  void lower() {
    reason = null;
  }

  boolean isUp() {
    return reason != null;
  }

  /** Why it is up; empty when it is not. */
  Optional<String> reason() {
    return Optional.ofNullable(reason);
  }
}
