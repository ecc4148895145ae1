package io.quorate.server.topology.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SetbacksTest {
  private long nanos = -1_000_000_000_000L; // as nanoTime may
  private final Setbacks setbacks = new Setbacks(() -> nanos);

  private void pass(long ms) {
    nanos += TimeUnit.MILLISECONDS.toNanos(ms);
  }

  @Test
  void afterEachFailureItTakesTwiceAsLongUpToABound() {
    assertTrue(setbacks.mayTry("d"));
    for (long whole : new long[] {500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000}) {
      setbacks.failed("d", "no");
      pass(whole / 2 - 1);
      assertFalse(setbacks.mayTry("d"), "before half of " + whole);
      assertTrue(setbacks.mayTry("e"));
      pass(whole / 2 + 1);
      assertTrue(setbacks.mayTry("d"), "after " + whole);
    }
  }

  @Test
  void thePausesDiffer() {
    long shortest = Long.MAX_VALUE;
    long longest = 0;
    for (int i = 0; i < 64; i++) {
      Setbacks each = new Setbacks(() -> nanos);
      each.failed("d", "no");
      long waited = 0;
      for (; !each.mayTry("d"); waited++) {
        pass(1);
      }
      shortest = Math.min(shortest, waited);
      longest = Math.max(longest, waited);
    }
    assertTrue(shortest < longest, "always " + shortest + " ms");
  }

  @Test
  void whoOnlyWaitsMayBeTriedAtAnyTimeAndKeepsItsFailures() {
    setbacks.failed("d", "no");
    pass(500);
    setbacks.waits("d", "d is behind");
    assertTrue(setbacks.mayTry("d"));
    setbacks.failed("d", "no");
    pass(499);
    assertFalse(setbacks.mayTry("d"), "the second failure");
  }

  @Test
  void theReasonIsTheLast() {
    assertEquals(Optional.empty(), setbacks.reason("d"));
    setbacks.failed("d", "no");
    setbacks.waits("d", "d is behind");
    setbacks.failed("e", "never");
    assertEquals(Map.of("d", "d is behind", "e", "never"), setbacks.reasons());
    setbacks.over("d");
    assertEquals(Optional.empty(), setbacks.reason("d"));
    assertEquals(Optional.of("never"), setbacks.reason("e"));
  }
}
