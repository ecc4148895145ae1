package io.quorate.server.proposal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PacingTest {
  private static final long TRIP = TimeUnit.MILLISECONDS.toNanos(3);
  private static final long PATIENCE = Pacing.PATIENCE * TRIP;

  private final AtomicLong now = new AtomicLong(1_000_000_000);
  private volatile boolean busy = true;
  private final Pacing pacing = new Pacing(2, now::get, () -> busy);
  private volatile boolean full;

  private void arrive(int commands) {
    for (int i = 0; i < commands; i++) {
      pacing.arrived(pacing.arriving(), full);
    }
  }

  private Pacing.Trip submit(int commands) {
    assertEquals(0, waitNanos(), "submitted out of turn");
    return pacing.submitted(commands);
  }

  private void complete(Pacing.Trip trip) {
    complete(trip, 0);
  }

  private void complete(Pacing.Trip trip, int others) {
    now.addAndGet(TRIP);
    pacing.completed(trip, others);
  }

  private long waitNanos() {
    return pacing.waitNanos(() -> full);
  }

  @Test
  void aLoneCallerIsNeverHeldUp() {
    for (int i = 0; i < 100; i++) {
      arrive(1);
      complete(submit(1));
    }
  }

  @Test
  void allCallersOfAnEntryAreAwaited() {
    arrive(100);
    complete(submit(100));
    arrive(99);
    assertEquals(PATIENCE, waitNanos());
    arrive(1);
    assertEquals(0, waitNanos());
  }

  @Test
  void whoDoesNotComeBackIsNotAwaitedForLong() {
    arrive(100);
    complete(submit(100));
    arrive(20);
    now.addAndGet(PATIENCE - 1);
    assertEquals(1, waitNanos());
    now.addAndGet(1);
    // Only those that were in the last entry are awaited from now on.
    complete(submit(20));
    arrive(20);
    assertEquals(0, waitNanos());
  }

  @Test
  void noEntryHoldsOthersUpForMoreThanTheMost() {
    arrive(100);
    Pacing.Trip trip = submit(100);
    now.addAndGet(TimeUnit.SECONDS.toNanos(10));
    complete(trip);
    arrive(1);
    assertEquals(Pacing.MOST_PATIENCE_NANOS, waitNanos());
  }

  /** A stream of 50 commands in the time of an entry, whether or not any is answered. */
  private final class Stream {
    int waiting = 50;
    int holds;
    int size;

    Stream() {
      arrive(waiting);
    }

    void entry(int trips) {
      size = waiting;
      Pacing.Trip trip = submit(size);
      waiting = trips * 50;
      arrive(waiting);
      now.addAndGet((trips - 1) * TRIP);
      complete(trip, waiting);
      holds += waitNanos() > 0 ? 1 : 0;
      while (waitNanos() > 0) {
        now.addAndGet(TRIP / 50);
        arrive(1);
        waiting++;
      }
    }
  }

  @Test
  void aStreamThatDoesNotWaitForAnswersIsHardlyEverHeldUp() {
    var stream = new Stream();
    for (int i = 0; i < 3000; i++) {
      stream.entry(1);
    }
    // The attempts after 16, 32, 64, 128, 256, 512, 1024 entries.
    assertTrue(stream.holds > 2 && stream.holds <= 9, stream.holds + " holds");
    assertEquals(50, stream.size);
  }

  @Test
  void oneSlowEntryDoesNotMakeAStreamWaitForEver() {
    var stream = new Stream();
    stream.entry(10);
    for (int i = 0; i < 10; i++) {
      stream.entry(1);
    }
    assertEquals(50, stream.size);
    assertTrue(stream.holds <= 1, stream.holds + " holds");
  }

  @Test
  void callersInTwoGroupsBecomeOne() {
    arrive(50);
    Pacing.Trip trip = submit(50);
    arrive(50); // the second group
    int waiting = 50;
    for (int i = 0; i < 2 * Pacing.FEWEST_BETWEEN; i++) {
      complete(trip, waiting);
      int answered = trip.commands();
      if (waitNanos() > 0) {
        arrive(answered);
        trip = submit(waiting + answered);
        waiting = 0;
      } else {
        trip = submit(waiting);
        arrive(answered); // while the others are under way
        waiting = answered;
      }
    }
    assertEquals(100, trip.commands());
  }

  @Test
  void aSmallEntryLetsAnotherOneGo() {
    arrive(2);
    Pacing.Trip first = submit(1);
    Pacing.Trip second = submit(1);
    assertEquals(Long.MAX_VALUE, waitNanos(), "two are under way");
    complete(first);
    complete(second);
  }

  @Test
  void aLargeEntryMakesOthersWaitUnlessTheyFillOne() {
    arrive(Pacing.SMALL);
    Pacing.Trip large = submit(Pacing.SMALL);
    arrive(1);
    assertEquals(Long.MAX_VALUE, waitNanos());
    full = true;
    assertEquals(0, waitNanos());
    complete(large);
  }

  @Test
  void nobodyIsAwaitedWhereThereAreProcessorsToSpare() {
    arrive(100);
    Pacing.Trip large = submit(100);
    arrive(1);
    busy = false;
    submit(1);
    assertEquals(Long.MAX_VALUE, waitNanos(), "two are under way");
    complete(large);
    arrive(1);
    assertEquals(0, waitNanos());
  }

  @Test
  void moreThatMayBeUnderWayAllowLargerOnes() {
    Pacing many = new Pacing(3, now::get, () -> true);
    many.submitted(2 * Pacing.SMALL - 1);
    assertEquals(0, many.waitNanos(() -> false));
    many.submitted(1);
    assertEquals(Long.MAX_VALUE, many.waitNanos(() -> false));
  }

  /** In {@link Pacing#awaitTurn} for ever, unless woken. */
  private Thread waitingProposer() {
    Thread proposer =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    pacing.awaitTurn(() -> full);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    Awaitility.await().until(() -> proposer.getState() == Thread.State.TIMED_WAITING);
    return proposer;
  }

  @Test
  @Timeout(30)
  void whoWaitsIsWokenByAnEntryThatIsDone() throws InterruptedException {
    arrive(Pacing.SMALL);
    Pacing.Trip trip = submit(Pacing.SMALL);
    Thread proposer = waitingProposer();
    arrive(Pacing.SMALL);
    pacing.completed(trip, Pacing.SMALL);
    proposer.join();
  }

  @Test
  @Timeout(30)
  void whoWaitsIsWokenWhenThereIsEnoughForAFullEntry() throws InterruptedException {
    arrive(Pacing.SMALL);
    submit(Pacing.SMALL);
    Thread proposer = waitingProposer();
    full = true;
    arrive(1);
    proposer.join();
  }
}
