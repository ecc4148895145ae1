package io.quorate.chaos;

import java.util.SplittableRandom;

/** The seed of every random choice: printed, and set again with {@code -Dquorate.seed=N}. */
public final class Seed {
  private static final long VALUE = Long.getLong("quorate.seed", System.nanoTime() & 0xFFFF_FFFFL);

  private Seed() {}

  /** For what derives generators of its own. */
  public static long value() {
    return VALUE;
  }

  /** A generator for the test {@code name}, the same for the same seed whatever else runs. */
  public static SplittableRandom random(String name) {
    Report.line("%s: seed %d (repeat with -Dquorate.seed=%d)", name, VALUE, VALUE);
    return new SplittableRandom(VALUE * 31 + name.hashCode());
  }
}
