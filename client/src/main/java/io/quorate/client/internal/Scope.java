package io.quorate.client.internal;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One call of the user's, possibly made of several requests: its deadline, and the way to give it
 * up. For all threads.
 */
final class Scope {
  private final long deadline;
  private volatile boolean cancelled;
  private volatile @Nullable Call current;
  private final AtomicLong attempts = new AtomicLong();

  Scope(long timeoutNanos) {
    deadline = System.nanoTime() + timeoutNanos;
  }

  /** On the scale of {@link System#nanoTime}. */
  long deadline() {
    return deadline;
  }

  void enter(Call call) {
    current = call;
  }

  @Nullable Call current() {
    return current;
  }

  /** A request of it was handed to a link, for the first time or again. */
  void attempted() {
    attempts.incrementAndGet();
  }

  /** How often its requests were handed to links so far. */
  long attempts() {
    return attempts.get();
  }

  boolean isCancelled() {
    return cancelled;
  }

  /** After this no request of the scope starts any more; answers the one that runs. */
  @Nullable Call cancel() {
    cancelled = true;
    return current;
  }
}
