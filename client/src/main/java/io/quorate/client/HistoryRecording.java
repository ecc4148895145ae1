package io.quorate.client;

import java.nio.file.Path;

/**
 * What a client records of its operations, for {@code quorate history check}; see {@link
 * QuorateClientBuilder#recordHistory(HistoryRecording)}.
 *
 * @param file is created when the client is built and must not exist
 * @param sampleRatio share of the keys whose operations are recorded, 0 to 1. A key is recorded
 *     wholly or not at all, and the same keys by every client
 * @param hashValues values are written as 128 bits of their SHA-256, which is enough to check them
 * @param capacity most lines that wait to be written, at least 1; what does not fit is given up
 *     rather than waited for, and the file says so
 */
public record HistoryRecording(Path file, double sampleRatio, boolean hashValues, int capacity) {
  public HistoryRecording {
    if (!(sampleRatio >= 0 && sampleRatio <= 1)) {
      throw new IllegalArgumentException("a sample ratio is 0 to 1; found " + sampleRatio);
    }
    if (capacity < 1) {
      throw new IllegalArgumentException("the capacity is at least 1; found " + capacity);
    }
  }

  /** Everything, values as they are, at most 65,536 lines waiting. */
  public static HistoryRecording to(Path file) {
    return new HistoryRecording(file, 1, false, 1 << 16);
  }

  public HistoryRecording sampling(double ratio) {
    return new HistoryRecording(file, ratio, hashValues, capacity);
  }

  public HistoryRecording hashingValues() {
    return new HistoryRecording(file, sampleRatio, true, capacity);
  }

  public HistoryRecording waiting(int lines) {
    return new HistoryRecording(file, sampleRatio, hashValues, lines);
  }
}
