package io.quorate.server.proposal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PacingTest {
  private static final long TRIP = TimeUnit.MILLISECONDS.toNanos(3);
  private static final long PATIENCE = Pacing.PATIENCE * TRIP;

  private final AtomicLong now = new AtomicLong(1_000_000_000);
  private final Pacing pacing = new Pacing(2, now::get);
  private boolean full;

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
    now.addAndGet(TRIP);
    pacing.completed(trip);
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

  @Test
  void aStreamThatDoesNotWaitForAnswersIsNotHeldUp() {
    arrive(50);
    for (int i = 1; i < Pacing.FEWEST_BETWEEN; i++) {
      Pacing.Trip trip = submit(50);
      arrive(50); // meanwhile
      complete(trip);
    }
    assertEquals(0, waitNanos());
  }

  @Test
  void callersInTwoGroupsBecomeOne() {
    arrive(50);
    Pacing.Trip trip = submit(50);
    arrive(50); // the second group
    int waiting = 50;
    for (int i = 0; i < 2 * Pacing.FEWEST_BETWEEN; i++) {
      complete(trip);
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
  void whatDoesNotMakeOneGroupIsTriedLessOften() {
    int waits = 0;
    for (int i = 0; i < 3000; i++) {
      now.addAndGet(PATIENCE);
      Pacing.Trip trip = submit(50);
      arrive(50);
      complete(trip);
      waits += waitNanos() > 0 ? 1 : 0;
    }
    // After 16, 32, 64, 128, 256, 512, 1024 and again after 1024.
    assertTrue(waits > 2 && waits <= 9, waits + " waits");
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
  @Timeout(30)
  void whoWaitsIsWokenByTheLastThatIsAwaited() throws InterruptedException {
    arrive(100);
    complete(submit(100)); // the clock stands: patience does not end
    var gone = new AtomicBoolean();
    Thread proposer =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    pacing.awaitTurn(() -> false);
                    gone.set(true);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    arrive(100);
    proposer.join();
    assertTrue(gone.get());
  }
}
