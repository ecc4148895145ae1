package io.quorate.cli.bench.load;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Values of one size that differ and that no compression shrinks: slices of random bytes, because
 * making new ones for every put would cost more than the put. For all threads.
 */
final class Values {
  private static final int SPREAD_BYTES = 1 << 20;

  private final byte[] pool;
  private final int size;

  Values(int size, SplittableRandom random) {
    this.size = size;
    pool = new byte[size + SPREAD_BYTES];
    random.nextBytes(pool);
  }

  byte[] next(SplittableRandom random) {
    var from = random.nextInt(SPREAD_BYTES);
    return Arrays.copyOfRange(pool, from, from + size);
  }
}
