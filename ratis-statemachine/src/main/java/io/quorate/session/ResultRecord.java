package io.quorate.session;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.quorate.command.Bytes;
import io.quorate.proto.v1.OperationResult;
import io.quorate.store.CorruptStateException;
import io.quorate.store.Hash128;
import io.quorate.store.Keyspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What must be known of a stored record of results to find one in it, and to drop it unread. It is
 * dropped when the client has acknowledged all that is in it.
 *
 * <p>There are two forms. A record of an entry, of all results that it gave the session: {@code
 * acknowledged:8}, then of each {@code sequence:8 length:4 OperationResult}. And a record of one
 * operation: {@code kind:1 index:8 acknowledged:8 OperationResult}, a kind of 1 being a tombstone.
 * Entries of version 1 write only those. Tombstones always are: whoever resolves may name a
 * sequence that is far ahead, and the record would stay as long.
 *
 * <p>Each carries the session's mark when it was written, which spares writing the header with
 * every operation. The operation that raised the mark has a sequence above it. It is either in that
 * record, which is then not dropped before a higher mark is recorded; or it was answered without
 * being recorded, and the header was written.
 *
 * @param bytes what it counts for
 */
record ResultRecord(Bytes key, List<Long> sequences, int bytes, Hash128 hash) {
  private static final int MARK = 8;
  private static final int EACH = 12;
  private static final int SINGLE = 17;

  ResultRecord {
    sequences = List.copyOf(sequences);
  }

  /** The highest sequence in it. */
  long last() {
    return sequences.stream().mapToLong(Long::longValue).max().orElseThrow();
  }

  /** What a result in a record of an entry counts for. */
  static int bytesOf(OperationResult result) {
    return EACH + result.getSerializedSize();
  }

  /** An entry's results, by sequence. */
  static Bytes encode(long acknowledged, Map<Long, OperationResult> results) {
    int size = MARK;
    for (OperationResult each : results.values()) {
      size += bytesOf(each);
    }
    byte[] bytes = new byte[size];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).putLong(acknowledged);
    results.forEach((sequence, each) -> encode(sequence, each, buffer));
    return Bytes.wrap(bytes);
  }

  private static void encode(long sequence, OperationResult result, ByteBuffer buffer) {
    int length = result.getSerializedSize();
    buffer.putLong(sequence).putInt(length);
    try {
      var wire = CodedOutputStream.newInstance(buffer.slice(buffer.position(), length));
      result.writeTo(wire);
      wire.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    buffer.position(buffer.position() + length);
  }

  /** The result of one operation. */
  static Bytes encodeSingle(long acknowledged, Recorded recorded) {
    OperationResult result = recorded.result();
    byte[] tail = result == null ? new byte[0] : result.toByteArray();
    return Bytes.wrap(
        ByteBuffer.allocate(SINGLE + tail.length)
            .put((byte) (result == null ? 1 : 0))
            .putLong(recorded.index())
            .putLong(acknowledged)
            .put(tail)
            .array());
  }

  /** Of a record in the store. */
  static ResultRecord of(Bytes key, Bytes stored, Hash128 hash) {
    if (Keyspace.isSessionResult(key)) {
      return new ResultRecord(key, List.of(Keyspace.second(key)), stored.size(), hash);
    }
    var sequences = new ArrayList<Long>();
    ByteBuffer buffer = ByteBuffer.wrap(stored.array()).position(MARK);
    while (buffer.hasRemaining()) {
      sequences.add(buffer.getLong());
      int length = buffer.getInt();
      buffer.position(buffer.position() + length);
    }
    return new ResultRecord(key, sequences, stored.size() - MARK, hash);
  }

  /** The mark in a record in the store. */
  static long acknowledged(Bytes key, Bytes stored) {
    return ByteBuffer.wrap(stored.array()).getLong(Keyspace.isSessionResult(key) ? 9 : 0);
  }

  /** The result in this record's stored form. */
  Recorded find(long sequence, Bytes stored) {
    ByteBuffer buffer = ByteBuffer.wrap(stored.array());
    if (Keyspace.isSessionResult(key)) {
      boolean tombstone = buffer.get() != 0;
      long index = buffer.getLong();
      return recorded(index, tombstone, buffer.position(SINGLE));
    }
    buffer.position(MARK);
    while (buffer.hasRemaining()) {
      long found = buffer.getLong();
      int length = buffer.getInt();
      if (found == sequence) {
        return recorded(Keyspace.second(key), false, buffer.limit(buffer.position() + length));
      }
      buffer.position(buffer.position() + length);
    }
    throw new CorruptStateException("a session's results lack one: sequence " + sequence);
  }

  private static Recorded recorded(long index, boolean tombstone, ByteBuffer result) {
    try {
      return new Recorded(index, tombstone ? null : OperationResult.parseFrom(result));
    } catch (InvalidProtocolBufferException e) {
      throw new CorruptStateException("a session's result cannot be read: " + e.getMessage());
    }
  }
}
