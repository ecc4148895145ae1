package io.quorate.client.internal;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Exponential waiting times, jittered between half and the whole. */
final class Backoff {
  private final long first;
  private final long most;

  Backoff(long firstMs, long mostMs) {
    first = TimeUnit.MILLISECONDS.toNanos(firstMs);
    most = TimeUnit.MILLISECONDS.toNanos(mostMs);
  }

  /** In nanoseconds, for the {@code count}-th failure in a row, from 0. */
  long delay(int count) {
    return jitter(Math.min(most, first << Math.min(count, 20)));
  }

  static long jitter(long nanos) {
    return nanos / 2 + ThreadLocalRandom.current().nextLong(nanos / 2 + 1);
  }
}
