package io.quorate.server.replication;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TickerTest {
  private final Ticker ticker = new Ticker();

  @AfterEach
  void stop() {
    ticker.close();
  }

  @Test
  void oneThatFailsDoesNotKeepTheOthersFromTheirTurn() {
    var turns = new AtomicInteger();
    ticker.each(
        () -> {
          throw new IllegalStateException("on purpose");
        });
    ticker.each(turns::incrementAndGet);
    await().until(() -> turns.get() > 3);
  }

  @Test
  void closingWaitsForTheLookUnderWayAndEndsTheLooks() throws InterruptedException {
    var entered = new CountDownLatch(1);
    var leave = new CountDownLatch(1);
    var left = new AtomicBoolean();
    var turns = new AtomicInteger();
    var look =
        ticker.each(
            () -> {
              turns.incrementAndGet();
              entered.countDown();
              leave.await();
              left.set(true);
            });
    entered.await();
    var closer = Thread.ofVirtual().start(look::close);
    assertFalse(closer.join(java.time.Duration.ofMillis(20)));
    leave.countDown();
    closer.join();
    assertEquals(true, left.get());
    var before = turns.get();
    var later = new AtomicInteger();
    ticker.each(later::incrementAndGet);
    await().until(() -> later.get() > 3);
    assertEquals(before, turns.get());
  }
}
