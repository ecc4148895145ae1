package io.quorate.server.read;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Keeps confirming leadership in the background while somebody needs recent confirmations; stops
 * after a second of quiet.
 */
final class LeaseRenewal implements AutoCloseable {
  private static final long QUIET_NANOS = Duration.ofSeconds(1).toNanos();

  private final Executor later;
  private final Supplier<? extends CompletableFuture<?>> confirm;
  private final AtomicBoolean running = new AtomicBoolean();
  private volatile long lastAsked;
  private volatile boolean closed;

  LeaseRenewal(Duration every, Supplier<? extends CompletableFuture<?>> confirm) {
    this.later = CompletableFuture.delayedExecutor(every.toNanos(), TimeUnit.NANOSECONDS);
    this.confirm = confirm;
  }

  void asked() {
    lastAsked = System.nanoTime();
    if (!running.get() && running.compareAndSet(false, true)) {
      later.execute(this::renew);
    }
  }

  /**
   * Stops by itself when this node does not lead, too: the next question starts it again where it
   * matters.
   */
  private void renew() {
    if (closed || System.nanoTime() - lastAsked > QUIET_NANOS) {
      running.set(false);
      return;
    }
    var _ =
        confirm
            .get()
            .whenComplete(
                (done, failure) -> {
                  if (failure == null) {
                    later.execute(this::renew);
                  } else {
                    running.set(false);
                  }
                });
  }

  @Override
  public void close() {
    closed = true;
  }
}
