package io.quorate.cli.bench.load;

import java.nio.charset.StandardCharsets;

/**
 * The keys of a load: a prefix and a number of ten digits, from 0, so that the order of the keys is
 * that of the numbers and nothing else lies between them.
 */
public final class Keys {
  public static final int MOST = 100_000_000;

  private static final int DIGITS = 10;

  private final byte[] first;
  private final int count;

  public Keys(String prefix, int count) {
    if (count < 1 || count > MOST) {
      throw new IllegalArgumentException("keys are 1 to %,d; found %,d".formatted(MOST, count));
    }
    this.first = (prefix + "0".repeat(DIGITS)).getBytes(StandardCharsets.UTF_8);
    this.count = count;
  }

  public int count() {
    return count;
  }

  /** A new array; {@code key(count())} is the first byte string after all keys. */
  public byte[] key(int number) {
    var key = first.clone();
    var rest = number;
    for (var at = key.length - 1; rest > 0; at--) {
      key[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return key;
  }
}
