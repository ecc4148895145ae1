package io.quorate.kv;

import io.quorate.command.Bytes;
import io.quorate.command.KeyValue;
import io.quorate.store.Hash128;
import io.quorate.store.RecordHasher;
import io.quorate.store.Space;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The stored form of a {@link KeyValue}: {@code hash:16 version:8 createIndex:8 modifyIndex:8
 * leaseId:8 value}.
 */
final class KvRecord {
  /** Bytes before the value. */
  static final int HEADER = Hash128.BYTES + 4 * 8;

  private KvRecord() {}

  static Bytes encode(KeyValue record, RecordHasher hasher) {
    byte[] array =
        ByteBuffer.allocate(HEADER + record.value().size())
            .position(Hash128.BYTES)
            .putLong(record.version())
            .putLong(record.createIndex())
            .putLong(record.modifyIndex())
            .putLong(record.leaseId())
            .put(record.value().array())
            .array();
    hasher.compute(Space.KV, record.key(), array).write(array, 0);
    return Bytes.wrap(array);
  }

  static KeyValue decode(Bytes key, Bytes stored) {
    return decode(
        key, stored, Bytes.wrap(Arrays.copyOfRange(stored.array(), HEADER, stored.size())));
  }

  /** With an empty value, whatever the stored one is; its header is enough. */
  static KeyValue withoutValue(Bytes key, Bytes stored) {
    return decode(key, stored, Bytes.EMPTY);
  }

  private static KeyValue decode(Bytes key, Bytes stored, Bytes value) {
    ByteBuffer header = ByteBuffer.wrap(stored.array()).position(Hash128.BYTES);
    return new KeyValue(
        key, value, header.getLong(), header.getLong(), header.getLong(), header.getLong());
  }
}
