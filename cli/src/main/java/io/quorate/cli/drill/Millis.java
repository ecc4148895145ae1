package io.quorate.cli.drill;

/** Milliseconds, rounded to the nearest. */
final class Millis {
  private Millis() {}

  static long of(long nanos) {
    return Math.round(nanos / 1e6);
  }
}
