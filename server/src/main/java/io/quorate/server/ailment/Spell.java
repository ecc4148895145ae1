package io.quorate.server.ailment;

/** A stretch of time, in {@link System#nanoTime}. */
record Spell(long startNanos, long endNanos) {
  long nanos() {
    return endNanos - startNanos;
  }

  /** How much of it lies between the two instants. */
  long within(long fromNanos, long untilNanos) {
    long start = startNanos - fromNanos > 0 ? startNanos : fromNanos;
    long end = endNanos - untilNanos < 0 ? endNanos : untilNanos;
    return Math.max(0, end - start);
  }
}
