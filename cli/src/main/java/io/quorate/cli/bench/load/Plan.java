package io.quorate.cli.bench.load;

import java.util.List;

/**
 * What is sent: gets and puts of keys that are drawn uniformly.
 *
 * @param valueSize bytes of a value
 * @param readShare part of the operations that are gets, 0 to 1
 * @param seed repeats the choices, not the timing
 */
public record Plan(Keys keys, int valueSize, double readShare, long seed) {
  public Plan {
    if (valueSize < 0) {
      throw new IllegalArgumentException("a value has at least 0 bytes; found " + valueSize);
    }
    if (!(readShare >= 0 && readShare <= 1)) {
      throw new IllegalArgumentException("a share is 0 to 1; found " + readShare);
    }
  }

  /** What it consists of. */
  public List<Kind> kinds() {
    if (readShare == 0) return List.of(Kind.PUT);
    return readShare == 1 ? List.of(Kind.GET) : List.of(Kind.PUT, Kind.GET);
  }
}
