package io.quorate.server.error;

import java.time.Duration;

/**
 * The instant, on this process's monotonic clock, after which nobody waits for the answer any more.
 */
public record Deadline(long nanoTime) {
  public static final Duration DEFAULT = Duration.ofSeconds(5);

  public static Deadline after(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  /** From a request's {@code timeout_ms}, where 0 means {@link #DEFAULT}. */
  public static Deadline ofRequest(int timeoutMs) {
    return after(timeoutMs == 0 ? DEFAULT : Duration.ofMillis(Integer.toUnsignedLong(timeoutMs)));
  }

  public Deadline orLater(Deadline other) {
    return other.nanoTime - nanoTime > 0 ? other : this;
  }

  /** Not negative. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
  }

  public boolean isPast() {
    return System.nanoTime() - nanoTime >= 0;
  }
}
