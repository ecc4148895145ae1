package io.quorate.bench.micro;

import io.quorate.command.Bytes;
import io.quorate.command.Command;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Puts of 256 random bytes to 100,000 keys of 16 bytes, drawn uniformly; the same ones in every
 * run.
 */
final class Puts {
  static final int KEYS = 100_000;
  private static final int VALUE_BYTES = 256;
  private static final long SEED = 1;

  /** Few enough to stay in a cache, as a value does that has just been read from a socket. */
  private static final int VALUES = 1_024;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final Bytes[] keys = new Bytes[KEYS];
  private final Bytes[] values = new Bytes[VALUES];

  Puts() {
    Arrays.setAll(keys, i -> Bytes.utf8("bench/%010d".formatted(i)));
    Arrays.setAll(values, i -> value());
  }

  private Bytes value() {
    var bytes = new byte[VALUE_BYTES];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }

  Command.Put next() {
    return to(random.nextInt(KEYS));
  }

  /** To the key with this number. */
  Command.Put to(int key) {
    return new Command.Put(keys[key], values[random.nextInt(VALUES)]);
  }

  Bytes key() {
    return keys[random.nextInt(KEYS)];
  }
}
