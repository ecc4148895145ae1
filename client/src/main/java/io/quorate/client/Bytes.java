package io.quorate.client;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** An immutable byte string, ordered byte by byte as unsigned numbers: the order of keys. */
public final class Bytes implements Comparable<Bytes> {
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] array;

  private Bytes(byte[] array) {
    this.array = array;
  }

  /** A copy of {@code array}. */
  public static Bytes of(byte[] array) {
    return array.length == 0 ? EMPTY : new Bytes(array.clone());
  }

  /** A copy of what remains in {@code buffer}, whose position does not move. */
  public static Bytes copyOf(ByteBuffer buffer) {
    var copy = new byte[buffer.remaining()];
    buffer.duplicate().get(copy);
    return copy.length == 0 ? EMPTY : new Bytes(copy);
  }

  public static Bytes utf8(String text) {
    return text.isEmpty() ? EMPTY : new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  public int size() {
    return array.length;
  }

  public boolean isEmpty() {
    return array.length == 0;
  }

  public byte[] toByteArray() {
    return array.clone();
  }

  /** A read-only view, without a copy. */
  public ByteBuffer asByteBuffer() {
    return ByteBuffer.wrap(array).asReadOnlyBuffer();
  }

  /** As UTF-8 text; what is not UTF-8 becomes the replacement character. */
  public String utf8() {
    return new String(array, StandardCharsets.UTF_8);
  }

  public boolean startsWith(Bytes prefix) {
    return array.length >= prefix.array.length
        && Arrays.equals(array, 0, prefix.array.length, prefix.array, 0, prefix.array.length);
  }

  /**
   * The first byte string after all that start with this one; empty, which means "to the last key",
   * when there is none.
   */
  public Bytes prefixEnd() {
    for (var i = array.length - 1; i >= 0; i--) {
      if (array[i] != (byte) 0xFF) {
        var end = Arrays.copyOf(array, i + 1);
        end[i]++;
        return new Bytes(end);
      }
    }
    return EMPTY;
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(array, other.array);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Bytes bytes && Arrays.equals(array, bytes.array);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(array);
  }

  /** Printable UTF-8 as it is, anything else as {@code 0x…}. */
  @Override
  public String toString() {
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(asByteBuffer());
      if (text.chars().noneMatch(Character::isISOControl)) {
        return text.toString();
      }
    } catch (CharacterCodingException notText) {
      // Shown as hexadecimal below.
    }
    return "0x" + HexFormat.of().formatHex(array);
  }
}
