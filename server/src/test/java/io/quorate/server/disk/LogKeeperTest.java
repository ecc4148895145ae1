package io.quorate.server.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogKeeperTest {
  private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");

  /**
   * Three closed segments of 100 entries and 1000 bytes, 3, 2 and 1 hours old, and an open one with
   * entries 300 to 349.
   */
  private static final List<LogSegmentFile> LOG =
      List.of(closed(0, 99, 3), closed(100, 199, 2), closed(200, 299, 1), open(300, 1000, NOW));

  private static LogSegmentFile closed(long start, long end, int hours) {
    return new LogSegmentFile(
        Path.of("log_" + start + "-" + end),
        start,
        OptionalLong.of(end),
        1000,
        NOW.minus(Duration.ofHours(hours)));
  }

  private static LogSegmentFile open(long start, long bytes, Instant modified) {
    return new LogSegmentFile(
        Path.of("log_inprogress_" + start), start, OptionalLong.empty(), bytes, modified);
  }

  @ParameterizedTest(name = "{5}: durable {0}, keep {1} bytes, {2} min, {3} entries -> {4}")
  @CsvSource({
    "349, 10000, 600,   0,  -1, small and young stays",
    "349,  3999, 600,   0,  99, too big by a byte",
    "349,  4000, 600,   0,  -1, just not too big",
    "349,  1000, 600,   0, 299, too big by three segments",
    "349,     0, 600,   0, 299, the open one always stays",
    "349, 10000, 150,   0,  99, too old",
    "349, 10000,  30,   0, 299, all too old",
    "349,     0,   0,  50, 299, fifty entries remain",
    "349,     0,   0,  51, 199, fifty-one must remain",
    "349,     0,   0, 400,  -1, all must remain",
    "299,     0,   0,   0, 299, durable to the end of a segment",
    "298,     0,   0,   0, 199, a segment that is not wholly durable stays",
    " 50,     0,   0,   0,  -1, nothing is wholly durable",
    " -1,     0,   0,   0,  -1, nothing is durable",
  })
  void decides(long durable, long bytes, long minutes, long entries, long expected, String why) {
    LogRetention retention = new LogRetention(bytes, Duration.ofMinutes(minutes), entries);
    assertEquals(expected, LogKeeper.purgeUpTo(LOG, durable, 349, NOW, retention), why);
  }

  @Test
  void anEmptyLogHasNothingToPurge() {
    assertEquals(
        LogKeeper.NOTHING,
        LogKeeper.purgeUpTo(List.of(), 10, -1, NOW, new LogRetention(0, Duration.ZERO, 0)));
  }

  @Test
  void theDirectoryIsReadInOrderAndOtherFilesAreLeftOut(@TempDir Path current) throws IOException {
    for (String name :
        List.of(
            "log_inprogress_12", "log_0-9", "log_10-11", "raft-meta", "log_x", "log_1-2.corrupt")) {
      Files.writeString(current.resolve(name), name);
    }
    List<LogSegmentFile> segments = LogDirectory.scan(current);
    assertEquals(List.of(0L, 10L, 12L), segments.stream().map(LogSegmentFile::start).toList());
    assertEquals(OptionalLong.of(9), segments.getFirst().end());
    assertEquals(OptionalLong.empty(), segments.getLast().end());
    assertEquals("log_0-9".length(), segments.getFirst().sizeBytes());
  }
}
