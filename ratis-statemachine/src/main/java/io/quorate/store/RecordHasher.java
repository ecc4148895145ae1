package io.quorate.store;

import com.dynatrace.hash4j.hashing.HashStream128;
import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import io.quorate.command.Bytes;

/**
 * The hash of a record for the state digest: xxh3-128 of (column family, key length, key, record).
 * A kv record carries its own hash in its first 16 bytes, which are not part of what is hashed: so
 * replacing it needs no second look at its value.
 *
 * <p>Not for several threads.
 */
public final class RecordHasher {
  private final HashStream128 stream = Hashing.xxh3_128().hashStream();

  /** Computed from the content alone. */
  public Hash128 compute(Space space, Bytes key, byte[] record) {
    int from = space == Space.KV ? Hash128.BYTES : 0;
    HashValue128 hash =
        stream
            .reset()
            .putByte(space.tag())
            .putInt(key.size())
            .putBytes(key.array())
            .putBytes(record, from, record.length - from)
            .get();
    return new Hash128(hash.getMostSignificantBits(), hash.getLeastSignificantBits());
  }

  /** The hash that the record carries, or else computed. */
  Hash128 of(Space space, Bytes key, Bytes record) {
    return space == Space.KV
        ? Hash128.read(record.array(), 0)
        : compute(space, key, record.array());
  }

  /** Which of the 256 digest buckets the key belongs to. */
  public static int bucket(Bytes key) {
    return (int) hash64(key) & 0xff;
  }

  /** For tables in memory; says nothing of the bucket. */
  public static int hash32(Bytes key) {
    return (int) (hash64(key) >>> 32);
  }

  private static long hash64(Bytes key) {
    return Hashing.xxh3_64().hashBytesToLong(key.array());
  }

  public static Hash128 hash(byte[] bytes) {
    HashValue128 hash = Hashing.xxh3_128().hashBytesTo128Bits(bytes);
    return new Hash128(hash.getMostSignificantBits(), hash.getLeastSignificantBits());
  }
}
