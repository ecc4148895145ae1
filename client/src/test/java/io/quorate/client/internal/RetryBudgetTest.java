package io.quorate.client.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
  private final RetryBudget budget = new RetryBudget(0);

  private int spendAll(long now) {
    var spent = 0;
    while (budget.spend(now)) {
      spent++;
    }
    return spent;
  }

  @Test
  void everyOneOf256CallersHasAQuickRetry() {
    assertEquals(256, spendAll(0));
  }

  @Test
  void callsAndTimeEarnRetries() {
    var unused = spendAll(0);
    assertFalse(budget.spend(0));
    for (var i = 0; i < 6; i++) {
      budget.earn();
    }
    assertTrue(budget.spend(0));
    assertEquals(10, spendAll(TimeUnit.SECONDS.toNanos(1)), 1);
  }

  @Test
  void backOffGrowsToItsBoundAndIsJittered() {
    var backoff = new Backoff(5, 200);
    for (var count = 0; count < 70; count++) {
      var whole = Math.min(200, 5L << Math.min(count, 20));
      var delay = backoff.delay(count);
      assertTrue(delay >= TimeUnit.MILLISECONDS.toNanos(whole) / 2, () -> "" + delay);
      assertTrue(delay <= TimeUnit.MILLISECONDS.toNanos(whole), () -> "" + delay);
    }
  }
}
