package io.quorate.server.disk;

import io.quorate.command.TermIndex;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Judges the files of a Raft group before Ratis opens them: each byte of the log is read and its
 * checksums are compared.
 */
public final class LogVerifier {
  private LogVerifier() {}

  /**
   * Verifies the segments, that they follow each other without a gap, and the metadata. Reads about
   * as fast as the disk; changes nothing.
   *
   * @param current the group's {@code current} directory; empty or absent = a new member
   * @throws LogDamagedException naming file and offset
   */
  public static LogSummary verify(Path current) throws IOException {
    if (isUnused(current)) {
      return LogSummary.EMPTY;
    }
    RaftMeta meta = RaftMeta.read(current);
    List<LogSegmentFile> segments = LogDirectory.scan(current);
    if (segments.isEmpty()) {
      return new LogSummary(0, TermIndex.NONE, meta.term(), Optional.empty());
    }
    long first = segments.getFirst().start();
    TermIndex last = new TermIndex(0, first - 1);
    Optional<LogSummary.Tear> tear = Optional.empty();
    boolean ended = false;
    for (LogSegmentFile segment : segments) {
      if (ended || segment.start() != last.index() + 1) {
        throw new LogDamagedException(
            segment.file(), 0, "expected a segment from index %d on".formatted(last.index() + 1));
      }
      LogSegmentScan.Found found = LogSegmentScan.scan(segment, last);
      last = found.last();
      ended = segment.isOpen();
      tear = tear(segment, found.tornAt());
    }
    if (meta.term() < last.term()) {
      throw new LogDamagedException(
          current.resolve("raft-meta"),
          0,
          "says term %d, the log has reached term %d".formatted(meta.term(), last.term()));
    }
    boolean empty = last.index() < first;
    return new LogSummary(first, empty ? TermIndex.NONE : last, meta.term(), tear);
  }

  private static Optional<LogSummary.Tear> tear(LogSegmentFile segment, OptionalLong offset) {
    return offset.isPresent()
        ? Optional.of(new LogSummary.Tear(segment.file(), offset.getAsLong()))
        : Optional.empty();
  }

  private static boolean isUnused(Path current) throws IOException {
    if (Files.notExists(current)) {
      return true;
    }
    try (var files = Files.list(current)) {
      return files.findAny().isEmpty();
    }
  }

  /** Removes the half-written record, so that Ratis opens the log. */
  public static void cut(LogSummary.Tear tear) throws IOException {
    try (FileChannel channel = FileChannel.open(tear.file(), StandardOpenOption.WRITE)) {
      channel.truncate(tear.offset());
      channel.force(true);
    }
  }
}
