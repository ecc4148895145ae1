package io.quorate.client.internal;

import java.util.concurrent.TimeUnit;

/**
 * Smoothed round trip of one node and its deviation, as TCP keeps them (RFC 6298). Only touched by
 * the loop.
 */
final class RoundTrip {
  private static final long MIN_TIMEOUT = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long MAX_TIMEOUT = TimeUnit.SECONDS.toNanos(1);

  private long smoothed;
  private long deviation;

  void sample(long nanos) {
    if (smoothed == 0) {
      smoothed = nanos;
      deviation = nanos / 2;
    } else {
      deviation += (Math.abs(nanos - smoothed) - deviation) / 4;
      smoothed += (nanos - smoothed) / 8;
    }
  }

  /** In nanoseconds; 0 while nothing was measured, so that an unknown node is tried. */
  long smoothed() {
    return smoothed;
  }

  /** How long silence is normal: 250 ms to 1 s, and 1 s while nothing was measured. */
  long patience() {
    return smoothed == 0
        ? MAX_TIMEOUT
        : Math.min(MAX_TIMEOUT, Math.max(MIN_TIMEOUT, smoothed + 8 * deviation));
  }
}
