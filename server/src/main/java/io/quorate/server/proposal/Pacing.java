package io.quorate.server.proposal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When the next log entry goes out. An entry costs far more processor time than a command in it, so
 * where the processors are the limit few large entries are better than many small ones; and yet
 * nobody shall wait for company that does not come. Where there are processors to spare, an entry
 * goes out as soon as fewer are under way than may be, and all below is of no account.
 *
 * <p>Callers that wait for their answers come back once they have them. So when an entry is done,
 * as many commands are awaited as it had, for at most {@value #PATIENCE} times as long as it took
 * and never for more than {@link #MOST_PATIENCE_NANOS}; a lone caller is therefore not held up. No
 * one is awaited when as many as half the entry's commands wait already, since those are from
 * others; nor when a wait has brought no more than the stream of others brings anyhow. Callers in
 * two groups that take turns look like such others. So now and then the entry's own are awaited all
 * the same, which makes one group of the two; where it does not it is tried less often. The idea is
 * that of anticipatory scheduling (Iyer and Druschel, SOSP 2001).
 *
 * <p>While entries are under way another one goes out only when those are small, so that a lone
 * command does not wait for another's fsync, or when there is enough for a full one.
 *
 * <p>Threads: the proposer's calls {@link #awaitTurn} and {@link #submitted}, any the others.
 */
final class Pacing {
  /** Fewer commands, for each entry that may be added, do not make others wait for theirs. */
  static final int SMALL = 8;

  static final int PATIENCE = 2;
  static final long MOST_PATIENCE_NANOS = 20_000_000;

  /** Entries between two attempts to make one group of all callers. */
  static final int FEWEST_BETWEEN = 16;

  static final int MOST_BETWEEN = 1024;

  private final int mostInFlight;
  private final LongSupplier nanoTime;
  private final BooleanSupplier busy;
  private final AtomicLong arrived = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** What {@link #arrived} shall reach before the next entry goes. */
  private volatile long awaited;

  /** The proposer waits until {@link #awaited} is reached. */
  private volatile boolean awaiting;

  /** The proposer waits, and would not if there was enough for a full entry. */
  private volatile boolean roomy;

  @GuardedBy("lock")
  private int entries;

  @GuardedBy("lock")
  private int commands;

  @GuardedBy("lock")
  private int between = FEWEST_BETWEEN;

  @GuardedBy("lock")
  private int untilAttempt = FEWEST_BETWEEN;

  /** A wait has brought no more than the stream of others. */
  @GuardedBy("lock")
  private boolean streaming;

  /** The callers of the last entry were awaited. */
  @GuardedBy("lock")
  private boolean waited;

  /** The last entry that is done, unless one was submitted since. */
  @GuardedBy("lock")
  private @Nullable Done last;

  /** An entry under way. */
  record Trip(int commands, long sinceNanos) {}

  /**
   * @param others commands that waited when it was done
   * @param arrived all that had come then
   */
  private record Done(long tookNanos, long atNanos, int others, long arrived, boolean attempt) {}

  /**
   * @param mostInFlight entries under way at the same time
   * @param busy whether processors are scarce; asked by the proposer's thread
   */
  Pacing(int mostInFlight, LongSupplier nanoTime, BooleanSupplier busy) {
    this.mostInFlight = mostInFlight;
    this.nanoTime = nanoTime;
    this.busy = busy;
  }

  /** Call it before a command enters the queue, and {@link #arrived} with the result after. */
  long arriving() {
    return arrived.incrementAndGet();
  }

  /**
   * @param full whether there is now enough for a full entry
   */
  void arrived(long number, boolean full) {
    if ((awaiting && number >= awaited) || (roomy && full)) {
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
      for (long nanos = waitNanos(full); nanos > 0; nanos = waitNanos(full)) {
        var _ = changed.awaitNanos(nanos);
      }
    } finally {
      awaiting = false;
      roomy = false;
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
      awaiting = entries == 0;
      roomy = entries < mostInFlight;
      if (roomy && (full.getAsBoolean() || !busy.getAsBoolean())) {
        return 0;
      }
      if (entries > 0) {
        return roomy && commands < SMALL * (mostInFlight - 1) ? 0 : Long.MAX_VALUE;
      }
      Done done = last;
      if (done == null || arrived.get() >= awaited) {
        return 0;
      }
      waited = true;
      return Math.max(0, done.atNanos + patienceNanos(done) - nanoTime.getAsLong());
    } finally {
      lock.unlock();
    }
  }

  private static long patienceNanos(Done done) {
    return Math.min(MOST_PATIENCE_NANOS, PATIENCE * done.tookNanos);
  }

  Trip submitted(int size) {
    lock.lock();
    try {
      long now = nanoTime.getAsLong();
      learn(now);
      entries++;
      commands += size;
      return new Trip(size, now);
    } finally {
      lock.unlock();
    }
  }

  /** From what came while the last entry's callers were awaited, if they were. */
  @GuardedBy("lock")
  private void learn(long now) {
    Done done = last;
    last = null;
    if (done == null || !waited) {
      return;
    }
    waited = false;
    double stream = done.others * ((double) (now - done.atNanos) / Math.max(1, done.tookNanos));
    streaming = done.others > 0 && arrived.get() - done.arrived <= 1 + 1.25 * stream;
    if (done.attempt) {
      between = streaming ? Math.min(MOST_BETWEEN, 2 * between) : FEWEST_BETWEEN;
    }
  }

  /**
   * The entry is applied, or will never be. Its callers have not been answered yet.
   *
   * @param others commands that wait
   */
  void completed(Trip trip, int others) {
    lock.lock();
    try {
      entries--;
      commands -= trip.commands();
      long all = arrived.get();
      boolean apart = others > 0 && (streaming || 2 * others >= trip.commands());
      boolean attempt = apart && entries == 0 && isTimeForAttempt();
      awaited = apart && !attempt ? all : all + trip.commands();
      long now = nanoTime.getAsLong();
      last = new Done(now - trip.sinceNanos(), now, others, all, attempt);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private boolean isTimeForAttempt() {
    untilAttempt--;
    if (untilAttempt > 0) {
      return false;
    }
    untilAttempt = between;
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
