package io.quorate.server.proposal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * When the next log entry goes out. An entry costs far more than a command in it, so few large ones
 * are better than many small ones; and yet nobody shall wait for company that does not come.
 *
 * <p>Callers that wait for their answers come back once they have them. So when an entry is done,
 * as many commands are awaited as it had, less those that came while it was under way: those are
 * from others. A lone caller is therefore never held up, nor is a stream of commands that comes
 * whether or not others are answered. Callers in two groups that take turns look like such a
 * stream; now and then all of them are awaited, which makes one group of them, and if it does not
 * it is tried less often. What does not come back within {@value #PATIENCE} times the entry's own
 * time is not awaited. The idea is that of anticipatory scheduling (Iyer and Druschel, SOSP 2001).
 *
 * <p>While an entry is under way another one goes out only when that one is small, so that a lone
 * command does not wait for another's fsync, or when there is enough for a full one.
 *
 * <p>Threads: any may call {@link #arriving} and {@link #completed}, the proposer's all else.
 */
final class Pacing {
  /** An entry of fewer commands does not make others wait for it. */
  static final int SMALL = 8;

  static final int PATIENCE = 2;
  static final long MOST_PATIENCE_NANOS = 20_000_000;

  /** Entries between two attempts to make one group of all callers. */
  static final int FEWEST_BETWEEN = 16;

  static final int MOST_BETWEEN = 1024;

  private final int mostInFlight;
  private final LongSupplier nanoTime;
  private final AtomicLong arrived = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** What {@link #arrived} shall reach before the next entry goes. */
  private volatile long awaited;

  /** The proposer waits, and would not if there was enough for a full entry. */
  private volatile boolean waiting;

  @GuardedBy("lock")
  private long untilNanos;

  @GuardedBy("lock")
  private int entries;

  @GuardedBy("lock")
  private int commands;

  @GuardedBy("lock")
  private int between = FEWEST_BETWEEN;

  @GuardedBy("lock")
  private int untilAttempt = FEWEST_BETWEEN;

  @GuardedBy("lock")
  private boolean attempted;

  /** An entry under way. */
  record Trip(int commands, long sinceNanos, long arrivedBefore) {}

  /**
   * @param mostInFlight entries under way at the same time
   */
  Pacing(int mostInFlight, LongSupplier nanoTime) {
    this.mostInFlight = mostInFlight;
    this.nanoTime = nanoTime;
  }

  /** Call it before a command enters the queue, and {@link #arrived} with the result after. */
  long arriving() {
    return arrived.incrementAndGet();
  }

  /**
   * @param full whether there is now enough for a full entry
   */
  void arrived(long number, boolean full) {
    if (number == awaited || (full && waiting)) {
      wake();
    }
  }

  /**
   * Returns when an entry shall go out.
   *
   * @param full whether there is enough for a full one
   */
  void awaitTurn(BooleanSupplier full) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      waiting = true;
      for (long nanos = waitNanos(full); nanos > 0; nanos = waitNanos(full)) {
        var _ = changed.awaitNanos(nanos);
      }
    } finally {
      waiting = false;
      lock.unlock();
    }
  }

  /**
   * Nanoseconds after which to ask again, if nothing changes before; 0 = go.
   *
   * @param full as above
   */
  long waitNanos(BooleanSupplier full) {
    lock.lock();
    try {
      if (entries == 0) {
        return arrived.get() >= awaited || full.getAsBoolean()
            ? 0
            : Math.max(0, untilNanos - nanoTime.getAsLong());
      }
      boolean room = entries < mostInFlight && (commands < SMALL || full.getAsBoolean());
      return room ? 0 : Long.MAX_VALUE;
    } finally {
      lock.unlock();
    }
  }

  Trip submitted(int size) {
    lock.lock();
    try {
      entries++;
      commands += size;
      return new Trip(size, nanoTime.getAsLong(), arrived.get());
    } finally {
      lock.unlock();
    }
  }

  /** The entry is applied, or will never be. Its callers have not been answered yet. */
  void completed(Trip trip) {
    lock.lock();
    try {
      entries--;
      commands -= trip.commands();
      long now = nanoTime.getAsLong();
      long all = arrived.get();
      long others = all - trip.arrivedBefore();
      awaited = all + Math.max(0, trip.commands() - (attempt(trip, others) ? 0 : others));
      untilNanos = now + Math.min(MOST_PATIENCE_NANOS, PATIENCE * (now - trip.sinceNanos()));
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Whether to await those too who seem not to be of this entry's callers. */
  @GuardedBy("lock")
  private boolean attempt(Trip trip, long others) {
    boolean apart = 2 * others >= trip.commands();
    if (attempted) {
      between = apart ? Math.min(MOST_BETWEEN, 2 * between) : FEWEST_BETWEEN;
      attempted = false;
    }
    if (!apart) {
      return false;
    }
    untilAttempt--;
    if (untilAttempt > 0) {
      return false;
    }
    untilAttempt = between;
    attempted = true;
    return true;
  }

  private void wake() {
    lock.lock();
    try {
      changed.signal();
    } finally {
      lock.unlock();
    }
  }
}
