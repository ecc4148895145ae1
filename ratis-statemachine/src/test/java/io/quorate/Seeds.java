package io.quorate;

import java.util.Random;
import java.util.SplittableRandom;

/**
 * Runs a property with new seeds each time; a failure names its seed, {@code -Dquorate.seed=…}
 * repeats it.
 */
public final class Seeds {
  private Seeds() {}

  /** A test that draws what it does. */
  public interface Property {
    void check(Random random) throws Exception;
  }

  public static void check(int runs, Property property) {
    Long fixed = Long.getLong("quorate.seed");
    if (fixed != null) {
      run(fixed, property);
      return;
    }
    var seeds = new SplittableRandom();
    for (int i = 0; i < Integer.getInteger("quorate.runs", runs); i++) {
      run(seeds.nextLong(1_000_000_000L), property);
    }
  }

  private static void run(long seed, Property property) {
    try {
      property.check(new Random(seed));
    } catch (Throwable e) {
      throw new AssertionError("repeat with -Dquorate.seed=" + seed + ": " + e, e);
    }
  }
}
