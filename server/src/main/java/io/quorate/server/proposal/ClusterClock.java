package io.quorate.server.proposal;

import java.util.function.LongSupplier;

/**
 * Entry time: cluster time, as the leader stamps it on each entry. Last logged time plus this
 * node's monotonic elapsed time, slewed towards its wall clock by at most 5 %. So it never jumps (a
 * wall clock that is 48 h ahead expires nothing), never goes back, and one wrong clock cannot stop
 * it. A new leader starts from the last logged time: leases stretch over a leader change, never
 * shrink.
 *
 * <p>Thread-safe: the proposer stamps, the expirer looks.
 */
final class ClusterClock {
  private static final double SLEW = 0.05;

  private final LongSupplier nanoTime;
  private final LongSupplier wallMs;
  private double timeMs;
  private long lastNanos;

  ClusterClock(LongSupplier nanoTime, LongSupplier wallMs) {
    this.nanoTime = nanoTime;
    this.wallMs = wallMs;
  }

  /**
   * This node leads from now on. {@code lastLoggedMs} is 0 in an empty cluster, which starts at the
   * wall clock.
   */
  synchronized void lead(long lastLoggedMs) {
    timeMs = lastLoggedMs == 0 ? wallMs.getAsLong() : lastLoggedMs;
    lastNanos = nanoTime.getAsLong();
  }

  /** Milliseconds since 1970 as the cluster counts them; not less than what it returned before. */
  synchronized long now() {
    long nanos = nanoTime.getAsLong();
    double elapsed = Math.max(0, (nanos - lastNanos) / 1e6);
    double behind = wallMs.getAsLong() - (timeMs + elapsed);
    timeMs += elapsed + Math.clamp(behind, -SLEW * elapsed, SLEW * elapsed);
    lastNanos = nanos;
    return (long) timeMs;
  }
}
