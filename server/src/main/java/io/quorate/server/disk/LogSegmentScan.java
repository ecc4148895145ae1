package io.quorate.server.disk;

import io.quorate.command.TermIndex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;

/*
 * Where a segment ends, and whether that is how a crash or how damage leaves it.
 *
 * The open segment is extended with zeros and filled with records, which are acknowledged after an fsync. A crash leaves what was
 * written since the last fsync in any state: cut off by the end of the file, or with sectors missing, which read as zeros. Such a
 * tail was acknowledged to nobody and may go. Everything else that does not read is damage: in particular a record that is all
 * there with a wrong checksum, and anything unreadable with intact records behind it, for those may have been acknowledged. (A
 * power cut can write a later sector and lose an earlier one; then what follows was not acknowledged either, but the file cannot
 * tell, so it counts as damage.)
 */
/** Reads one segment of the Raft log from its start. */
final class LogSegmentScan {
  private static final byte[] HEADER = "RaftLog1".getBytes(StandardCharsets.US_ASCII);
  private static final int SECTOR_BYTES = 512;

  /** Far above what a segment is configured to be; it is read into memory. */
  private static final int MAX_BYTES = 1 << 30;

  private final LogSegmentFile segment;
  private final ByteBuffer bytes;
  private TermIndex last;

  /**
   * What was found.
   *
   * @param last of the records; the given previous one when there is none
   * @param tornAt offset of a half-written record, which Ratis would stumble over: cut the file
   *     there
   */
  record Found(TermIndex last, OptionalLong tornAt) {}

  private LogSegmentScan(LogSegmentFile segment, ByteBuffer bytes, TermIndex previous) {
    this.segment = segment;
    this.bytes = bytes;
    this.last = previous;
  }

  /**
   * Reads the whole file.
   *
   * @param previous position of the entry before the segment's first; its term may be unknown (0)
   * @throws LogDamagedException naming the offset
   */
  static Found scan(LogSegmentFile segment, TermIndex previous) throws IOException {
    return new LogSegmentScan(segment, read(segment.file()), previous).scan();
  }

  /**
   * Not mapped: a sector that cannot be read would be an error of the JVM then, not an exception.
   */
  private static ByteBuffer read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() > MAX_BYTES) {
        throw new LogDamagedException(
            file, MAX_BYTES, "longer than any segment: " + channel.size());
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
      try {
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
          // Until it is full or the file ends.
        }
      } catch (IOException e) {
        throw new LogDamagedException(file, bytes.position(), "cannot be read: " + e.getMessage());
      }
      return bytes.flip();
    }
  }

  private Found scan() throws LogDamagedException {
    int offset = header();
    while (offset < bytes.limit()) {
      Optional<LogRecord> record = LogRecord.read(bytes, offset);
      if (record.isEmpty()) {
        break;
      }
      accept(record.get().position(), offset);
      offset = record.get().endOffset();
    }
    if (!segment.isOpen()) {
      closedEndsAt(offset);
      return new Found(last, OptionalLong.empty());
    }
    if (isZero(offset, bytes.limit())) {
      return new Found(last, OptionalLong.empty());
    }
    checkTorn(offset);
    return new Found(last, OptionalLong.of(offset));
  }

  /**
   * Returns the offset of the first record; the end of the file when a crash came before the header
   * was whole.
   */
  private int header() throws LogDamagedException {
    int match =
        bytes.slice(0, Math.min(HEADER.length, bytes.limit())).mismatch(ByteBuffer.wrap(HEADER));
    if (match < 0) {
      return HEADER.length;
    }
    if (!segment.isOpen() || !isZero(match, bytes.limit())) {
      throw damaged(match, "expected the header \"RaftLog1\"");
    }
    return bytes.limit();
  }

  private void accept(TermIndex position, int offset) throws LogDamagedException {
    if (position.index() != last.index() + 1 || position.term() < last.term()) {
      throw damaged(offset, "after %s comes %s".formatted(last, position));
    }
    last = position;
  }

  private void closedEndsAt(int offset) throws LogDamagedException {
    long expected = segment.end().getAsLong();
    if (last.index() != expected || offset != bytes.limit()) {
      throw damaged(
          offset,
          "a closed segment up to %d reads to %s and has %d bytes left"
              .formatted(expected, last, bytes.limit() - offset));
    }
  }

  /** Returns when the tail from here on looks like one that was never fsynced. */
  private void checkTorn(int offset) throws LogDamagedException {
    for (int later = offset + 1; later < bytes.limit(); later++) {
      if (isRecordAfter(later)) {
        throw damaged(offset, "unreadable, and an intact record follows at byte " + later);
      }
    }
    Optional<LogRecord.Frame> frame = LogRecord.frame(bytes, offset);
    if (frame.isEmpty() || frame.get().endOffset() > bytes.limit()) {
      return;
    }
    int end = (int) frame.get().endOffset();
    for (int from = offset; from < end; ) {
      int to = Math.min(end, (from / SECTOR_BYTES + 1) * SECTOR_BYTES);
      if (isZero(from, to)) {
        return;
      }
      from = to;
    }
    throw damaged(offset, "the record after %s has a wrong CRC32C".formatted(last));
  }

  /**
   * Cheap enough for every offset: most fail at the first byte of the data, which is the tag of the
   * term.
   */
  private boolean isRecordAfter(int offset) {
    Optional<LogRecord.Frame> frame =
        bytes.get(offset) == 0 ? Optional.empty() : LogRecord.frame(bytes, offset);
    return frame.isPresent()
        && frame.get().endOffset() <= bytes.limit()
        && bytes.get(frame.get().dataOffset()) == 1 << 3
        && LogRecord.read(bytes, offset)
            .filter(record -> record.position().index() > last.index())
            .isPresent();
  }

  private boolean isZero(int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes.get(i) != 0) {
        return false;
      }
    }
    return true;
  }

  private LogDamagedException damaged(long offset, String reason) {
    return new LogDamagedException(segment.file(), offset, reason);
  }
}
