package io.quorate.server.transfer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;

/**
 * Spreads bytes over time: a caller waits until those before it had their share of a second. 0 = no
 * limit.
 */
final class RateLimit {
  private final long bytesPerSecond;

  /** When the bytes granted so far are through, on the monotonic clock. */
  @GuardedBy("this")
  private long free = System.nanoTime();

  RateLimit(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  void await(int bytes) throws InterruptedIOException {
    if (bytesPerSecond == 0) {
      return;
    }
    try {
      TimeUnit.NANOSECONDS.sleep(reserve(bytes, System.nanoTime()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /**
   * Books the bytes and returns the nanoseconds until they may go. Time not used is not saved up.
   */
  synchronized long reserve(int bytes, long now) {
    if (free - now < 0) {
      free = now;
    }
    long wait = free - now;
    free += (long) (bytes * 1e9 / bytesPerSecond);
    return wait;
  }
}
