package io.quorate.server.topology.membership;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A bell for one thread: signals while it is busy are remembered as one. */
final class Wakeup {
  private final Semaphore pending = new Semaphore(0);

  /** Never blocks. */
  void signal() {
    pending.release();
  }

  /** Returns at a signal, after the time, or with the interrupt flag set. */
  void await(Duration limit) {
    try {
      pending.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS);
      pending.drainPermits();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
