package io.quorate.server.proposal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProcessorLoadTest {
  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger looks = new AtomicInteger();
  private double load;
  private final ProcessorLoad processors =
      new ProcessorLoad(
          () -> {
            looks.incrementAndGet();
            return load;
          },
          now::get);

  @Test
  void itIsLookedAtNowAndThen() {
    load = ProcessorLoad.HIGH;
    assertTrue(processors.isHigh());
    load = 0.1;
    now.addAndGet(ProcessorLoad.INTERVAL_NANOS - 1);
    assertTrue(processors.isHigh());
    assertEquals(1, looks.get());
    now.addAndGet(1);
    assertFalse(processors.isHigh());
    assertEquals(2, looks.get());
  }

  @Test
  void unknownIsNotHigh() {
    load = -1;
    assertFalse(processors.isHigh());
  }
}
