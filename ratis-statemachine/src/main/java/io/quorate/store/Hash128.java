package io.quorate.store;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** A 128-bit number: a hash, or a sum of hashes modulo 2^128. */
public record Hash128(long high, long low) {
  public static final int BYTES = 16;

  public static final Hash128 ZERO = new Hash128(0, 0);

  public Hash128 plus(Hash128 other) {
    long sum = low + other.low;
    long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
    return new Hash128(high + other.high + carry, sum);
  }

  public Hash128 minus(Hash128 other) {
    long borrow = Long.compareUnsigned(low, other.low) < 0 ? 1 : 0;
    return new Hash128(high - other.high - borrow, low - other.low);
  }

  public static Hash128 read(byte[] from, int offset) {
    ByteBuffer buffer = ByteBuffer.wrap(from);
    return new Hash128(buffer.getLong(offset), buffer.getLong(offset + 8));
  }

  public void write(byte[] to, int offset) {
    ByteBuffer.wrap(to).putLong(offset, high).putLong(offset + 8, low);
  }

  /** 32 hex digits. */
  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
  }
}
