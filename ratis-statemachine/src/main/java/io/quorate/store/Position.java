package io.quorate.store;

import io.quorate.command.Bytes;
import io.quorate.command.TermIndex;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * How far the log has been applied, as stored with every batch.
 *
 * @param timeMs cluster time of the last entry with commands; 0 before the first
 */
public record Position(TermIndex applied, long timeMs) {
  /** Of an empty state. */
  public static final Position START = new Position(TermIndex.NONE, 0);

  public static Position read(@Nullable Bytes stored) {
    if (stored == null) {
      return START;
    }
    ByteBuffer buffer = ByteBuffer.wrap(stored.array());
    return new Position(new TermIndex(buffer.getLong(), buffer.getLong()), buffer.getLong());
  }

  public Bytes write() {
    return Bytes.wrap(
        ByteBuffer.allocate(24)
            .putLong(applied.term())
            .putLong(applied.index())
            .putLong(timeMs)
            .array());
  }
}
