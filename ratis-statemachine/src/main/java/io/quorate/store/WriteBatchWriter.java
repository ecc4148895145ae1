package io.quorate.store;

import io.quorate.command.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/**
 * A RocksDB write batch in its serialized form, so that a whole entry crosses into native code at
 * once and not key by key. The form is that of RocksDB's write-ahead log and replication ({@code
 * db/write_batch.cc}): {@code sequence:8 count:4}, both little endian, then of each operation
 * {@code tag:1 family:varint} and its strings, each after its length as a varint.
 */
final class WriteBatchWriter {
  // db/dbformat.h, ValueType: written in every log since column families exist.
  private static final byte DELETE = 0x4;
  private static final byte PUT = 0x5;

  private static final int COUNT_OFFSET = 8;
  private static final int HEADER = 12;
  private static final int VARINT = 5;

  private final Map<Space, Integer> families;
  private byte[] bytes;
  private int size = HEADER;
  private int count;

  /**
   * @param families RocksDB's id of each space's column family; none is the default one
   */
  WriteBatchWriter(Map<Space, Integer> families, int expectedBytes) {
    this.families = families;
    this.bytes = new byte[Math.max(HEADER, expectedBytes)];
  }

  void put(Space space, Bytes key, Bytes value) {
    begin(PUT, space, key, value);
    string(value);
  }

  void delete(Space space, Bytes key) {
    begin(DELETE, space, key, Bytes.EMPTY);
  }

  int size() {
    return size;
  }

  byte[] toByteArray() {
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(COUNT_OFFSET, count);
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }

  private void begin(byte tag, Space space, Bytes first, Bytes second) {
    int most = 1 + 3 * VARINT + first.size() + second.size();
    if (bytes.length - size < most) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(size, most)));
    }
    count++;
    bytes[size++] = tag;
    varint(Objects.requireNonNull(families.get(space)));
    string(first);
  }

  private void string(Bytes string) {
    varint(string.size());
    System.arraycopy(string.array(), 0, bytes, size, string.size());
    size += string.size();
  }

  private void varint(int value) {
    int rest = value;
    while (rest > 0x7f) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }
}
