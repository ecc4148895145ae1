package io.quorate.cli.bench.load;

import java.util.concurrent.CountDownLatch;

/** The time, and waiting for it; tests have their own. */
interface Clock {
  /** On the scale of {@link System#nanoTime}. */
  long nanos();

  /** Waits for the latch, at most until that moment; whether it opened. */
  boolean await(CountDownLatch latch, long until) throws InterruptedException;
}
