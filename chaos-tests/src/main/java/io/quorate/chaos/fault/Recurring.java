package io.quorate.chaos.fault;

import io.quorate.chaos.cluster.Cluster;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A fault that strikes again and again in the background until it is closed. */
public final class Recurring implements AutoCloseable {
  private final CountDownLatch stop = new CountDownLatch(1);
  private final AtomicInteger strikes = new AtomicInteger();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final Thread thread;

  private Recurring(Cluster cluster, Duration pause, Fault fault) {
    thread = Thread.ofPlatform().name("recurring-fault").start(() -> haunt(cluster, pause, fault));
  }

  /** Starts it; {@code pause} lies before each strike. */
  public static Recurring start(Cluster cluster, Duration pause, Fault fault) {
    return new Recurring(cluster, pause, fault);
  }

  private void haunt(Cluster cluster, Duration pause, Fault fault) {
    try {
      while (!stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        fault.strikeAndMend(cluster);
        strikes.incrementAndGet();
      }
    } catch (Throwable e) {
      failure.set(e);
    }
  }

  /** How often it has struck and was mended. */
  public int strikes() {
    return strikes.get();
  }

  /** Waits for the strike under way to be mended, and tells whether one failed. */
  @Override
  public void close() {
    stop.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the last fault is mended", e);
    }
    var failed = failure.get();
    if (failed != null) {
      throw new AssertionError("the fault could not be made or mended", failed);
    }
  }
}
