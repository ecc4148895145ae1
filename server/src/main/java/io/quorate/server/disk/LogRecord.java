package io.quorate.server.disk;

import com.google.protobuf.CodedInputStream;
import io.quorate.command.TermIndex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * An entry in a segment: length as varint, that many bytes of Ratis' {@code LogEntryProto} (field 1
 * = term, field 2 = index), CRC32C of both, big-endian.
 *
 * @param endOffset of the byte after it in the segment
 */
record LogRecord(TermIndex position, int endOffset) {
  private static final int CHECKSUM_BYTES = 4;
  private static final int MAX_VARINT_BYTES = 5;

  /** What a record at some place claims to be, before its checksum is looked at. */
  record Frame(int dataOffset, int dataLength) {
    long endOffset() {
      return (long) dataOffset + dataLength + CHECKSUM_BYTES;
    }
  }

  /** Empty when there is no length, or one that is not positive. */
  static Optional<Frame> frame(ByteBuffer segment, int offset) {
    int length = 0;
    for (int i = 0; i < MAX_VARINT_BYTES && offset + i < segment.limit(); i++) {
      byte next = segment.get(offset + i);
      length |= (next & 0x7f) << (7 * i);
      if (next >= 0) {
        return length > 0 ? Optional.of(new Frame(offset + i + 1, length)) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** The intact record at this offset. */
  static Optional<LogRecord> read(ByteBuffer segment, int offset) {
    Optional<Frame> frame = frame(segment, offset);
    if (frame.isEmpty() || frame.get().endOffset() > segment.limit()) {
      return Optional.empty();
    }
    int end = (int) frame.get().endOffset();
    CRC32C crc = new CRC32C();
    crc.update(segment.slice(offset, end - CHECKSUM_BYTES - offset));
    if ((int) crc.getValue() != segment.getInt(end - CHECKSUM_BYTES)) {
      return Optional.empty();
    }
    ByteBuffer data = segment.slice(frame.get().dataOffset(), frame.get().dataLength());
    return position(data).map(position -> new LogRecord(position, end));
  }

  /** The two leading fields; absent ones are 0. */
  private static Optional<TermIndex> position(ByteBuffer data) {
    try {
      CodedInputStream in = CodedInputStream.newInstance(data);
      long term = 0;
      long index = 0;
      int tag = in.readTag();
      if (tag == 1 << 3) {
        term = in.readUInt64();
        tag = in.readTag();
      }
      if (tag == 2 << 3) {
        index = in.readUInt64();
      }
      return Optional.of(new TermIndex(term, index));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
