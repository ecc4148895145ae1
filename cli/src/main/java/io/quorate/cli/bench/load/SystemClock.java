package io.quorate.cli.bench.load;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The real time. */
final class SystemClock implements Clock {
  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public boolean await(CountDownLatch latch, long until) throws InterruptedException {
    return latch.await(until - nanos(), TimeUnit.NANOSECONDS);
  }
}
