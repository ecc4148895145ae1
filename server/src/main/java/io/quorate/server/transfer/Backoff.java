package io.quorate.server.transfer;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Waits between attempts: doubling up to a maximum, each somewhere between half of it and all of
 * it.
 */
record Backoff(Duration min, Duration max) {
  /** After so many failures in a row, from 1. */
  Duration after(int failures) {
    long ceiling = Math.min(max.toNanos(), min.toNanos() << Math.min(failures - 1, 20));
    return Duration.ofNanos(ceiling / 2 + ThreadLocalRandom.current().nextLong(ceiling / 2 + 1));
  }
}
