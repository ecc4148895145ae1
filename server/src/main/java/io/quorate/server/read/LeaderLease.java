package io.quorate.server.read;

import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the last confirmed round is still good for: within 0.9 × the shortest election time-out of
 * its <em>sending</em>, in its own term, the leader takes itself to be still the only one.
 *
 * <p>That is weaker than a fresh round, on purpose: a voter that has confirmed the term may start
 * or support an election at once (our question does not reset its election timer), and a process
 * may be paused. A read under the lease may then be stale by as much as the lease's length. Any
 * thread.
 */
public final class LeaderLease {
  private final long lengthNanos;
  private final LongSupplier nanoTime;
  private @Nullable ReadPoint last; // guarded by this, as all below
  private boolean suspended;
  private long notBefore;
  private boolean wasSuspended;

  /**
   * @param minElectionTimeoutNanos the shortest time after which a voter may give up on its leader
   */
  LeaderLease(long minElectionTimeoutNanos, LongSupplier nanoTime) {
    this.lengthNanos = minElectionTimeoutNanos / 10 * 9;
    this.nanoTime = nanoTime;
  }

  synchronized void confirmed(ReadPoint round) {
    if (last == null || round.term() > last.term() || round.asOfNanos() - last.asOfNanos() > 0) {
      last = round;
    }
  }

  /** The last round confirmed in this term, however old. */
  synchronized Optional<ReadPoint> lastConfirmed(long term) {
    return last == null || last.term() != term ? Optional.empty() : Optional.of(last);
  }

  /** The round that the lease of this term rests on; empty when there is no lease now. */
  synchronized Optional<ReadPoint> held(long term) {
    return lastConfirmed(term)
        .filter(
            round ->
                !suspended
                    && (!wasSuspended || round.asOfNanos() - notBefore >= 0)
                    && nanoTime.getAsLong() - round.asOfNanos() < lengthNanos);
  }

  /** Leadership is being handed over: no lease until {@link #resume}. */
  public synchronized void suspend() {
    suspended = true;
  }

  /** The hand-over is done or given up. Rounds from before it stay worthless. */
  public synchronized void resume() {
    suspended = false;
    wasSuspended = true;
    notBefore = nanoTime.getAsLong();
  }
}
