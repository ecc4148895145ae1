package io.quorate.session;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quorate.command.Applied;
import io.quorate.command.Bytes;
import io.quorate.command.Result;
import io.quorate.command.ResultCodec;
import io.quorate.proto.v1.OperationResult;
import io.quorate.store.CorruptStateException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one operation: {@code kind:1 index:8 acknowledged:8 OperationResult}.
 *
 * @param index where it took effect; for a tombstone, where it was abandoned
 * @param acknowledged the session's mark when this was recorded. It spares writing the header with
 *     every operation: the record that carries the highest mark has a sequence above it, so it is
 *     never dropped before a higher one is recorded
 * @param result null = a tombstone
 */
record Recorded(long index, long acknowledged, @Nullable OperationResult result) {
  private static final int PREFIX = 17;

  static Recorded decode(Bytes stored) {
    ByteBuffer buffer = ByteBuffer.wrap(stored.array());
    boolean tombstone = buffer.get() != 0;
    long index = buffer.getLong();
    long acknowledged = buffer.getLong();
    try {
      return new Recorded(
          index, acknowledged, tombstone ? null : OperationResult.parseFrom(buffer));
    } catch (InvalidProtocolBufferException e) {
      throw new CorruptStateException("a session's result cannot be read: " + e.getMessage());
    }
  }

  /** The mark in the stored form, without reading the rest. */
  static long acknowledged(Bytes stored) {
    return ByteBuffer.wrap(stored.array()).getLong(9);
  }

  Bytes encode() {
    byte[] tail = result == null ? new byte[0] : result.toByteArray();
    return Bytes.wrap(
        ByteBuffer.allocate(PREFIX + tail.length)
            .put((byte) (result == null ? 1 : 0))
            .putLong(index)
            .putLong(acknowledged)
            .put(tail)
            .array());
  }

  /** What the operation is answered when it comes again. */
  Applied answer() {
    return result == null
        ? new Applied(
            new Result.Rejected(
                Result.Reason.ABANDONED,
                "the operation was resolved as not applied and can never be applied",
                0),
            index,
            false)
        : new Applied(ResultCodec.decode(result), index, true);
  }

  Result.Resolved resolved() {
    return result == null
        ? new Result.Resolved(false, null, 0)
        : new Result.Resolved(true, ResultCodec.decode(result), index);
  }
}
