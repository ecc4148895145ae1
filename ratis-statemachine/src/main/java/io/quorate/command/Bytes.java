package io.quorate.command;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An immutable sequence of bytes, ordered as unsigned bytes (RocksDB's order). Whoever wraps an
 * array gives it away: nobody writes to it afterwards.
 */
public final class Bytes implements Comparable<Bytes> {
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] array;

  private Bytes(byte[] array) {
    this.array = array;
  }

  /** Takes the array over without a copy. */
  public static Bytes wrap(byte[] array) {
    return array.length == 0 ? EMPTY : new Bytes(array);
  }

  public static Bytes utf8(String text) {
    return wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The wrapped array itself: read it, never write to it. */
  public byte[] array() {
    return array;
  }

  public int size() {
    return array.length;
  }

  public boolean isEmpty() {
    return array.length == 0;
  }

  public boolean startsWith(Bytes prefix) {
    return array.length >= prefix.array.length
        && Arrays.equals(array, 0, prefix.array.length, prefix.array, 0, prefix.array.length);
  }

  /**
   * The first key after every key that starts with this prefix; empty when there is none (all
   * 0xff).
   */
  public Bytes prefixEnd() {
    for (int i = array.length - 1; i >= 0; i--) {
      if (array[i] != (byte) 0xff) {
        byte[] end = Arrays.copyOf(array, i + 1);
        end[i]++;
        return wrap(end);
      }
    }
    return EMPTY;
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(array, other.array);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(array, bytes.array);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(array);
  }

  /** Text when it is printable ASCII, hex otherwise; at most 64 bytes of it. */
  @Override
  public String toString() {
    int shown = Math.min(array.length, 64);
    for (int i = 0; i < shown; i++) {
      if (array[i] < 0x20 || array[i] > 0x7e) {
        return "0x" + HexFormat.of().formatHex(array, 0, shown) + (shown < array.length ? "…" : "");
      }
    }
    return new String(array, 0, shown, StandardCharsets.US_ASCII)
        + (shown < array.length ? "…" : "");
  }
}
