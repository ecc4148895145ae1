package io.quorate.server.failover;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Bounds what false alarms can do: one start for each leader and term, and one in {@link #PAUSE}
 * for the same run of the same leader's process. Not thread-safe.
 */
final class Damping {
  static final Duration PAUSE = Duration.ofSeconds(3);

  private record Start(long term, long incarnation, long nanos) {}

  private final Map<String, Start> lastOf = new HashMap<>();

  /** Whether an election may be started now; if so it counts as started. */
  boolean allows(String leader, long term, long incarnation, long nowNanos) {
    Start last = lastOf.get(leader);
    boolean allowed =
        last == null
            || (term > last.term
                && (incarnation != last.incarnation || nowNanos - last.nanos > PAUSE.toNanos()));
    if (allowed) {
      lastOf.put(leader, new Start(term, incarnation, nowNanos));
    }
    return allowed;
  }
}
