package io.quorate.history;

/**
 * How much a {@link Recorder} records.
 *
 * @param sampleRatio share of the keys that is recorded, 0 to 1. A key is recorded wholly or not at
 *     all, and the same keys by every program
 * @param hashValues values are written as 128 bits of their SHA-256: enough to check, not to read
 * @param capacity most lines that wait to be written; beyond, keys are given up
 */
public record RecorderOptions(double sampleRatio, boolean hashValues, int capacity) {
  /** Everything as it is, and at most 65,536 lines waiting. */
  public static final RecorderOptions DEFAULTS = new RecorderOptions(1, false, 1 << 16);

  public RecorderOptions {
    if (!(sampleRatio >= 0 && sampleRatio <= 1)) {
      throw new IllegalArgumentException("a sample ratio is 0 to 1; found " + sampleRatio);
    }
    if (capacity < 1) {
      throw new IllegalArgumentException("the capacity is at least 1; found " + capacity);
    }
  }

  public RecorderOptions withSampleRatio(double ratio) {
    return new RecorderOptions(ratio, hashValues, capacity);
  }

  public RecorderOptions withHashedValues() {
    return new RecorderOptions(sampleRatio, true, capacity);
  }

  public RecorderOptions withCapacity(int lines) {
    return new RecorderOptions(sampleRatio, hashValues, lines);
  }
}
