package io.quorate.history;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Byte strings as the text of a history, different for different bytes: UTF-8 as it is, anything
 * else, and text that begins like it, as {@code 0x} and hexadecimal digits; large or secret values
 * as {@code #} and 128 bits of their SHA-256.
 */
public final class BytesText {
  private static final int DIGEST_BYTES = 16;

  private BytesText() {}

  public static String of(byte[] bytes) {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (!text.startsWith("0x") && !text.startsWith("#")) {
        return text;
      }
    } catch (CharacterCodingException notText) {
      // Hexadecimal below.
    }
    return "0x" + HexFormat.of().formatHex(bytes);
  }

  public static String hashOf(byte[] bytes) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "#" + HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every JDK has SHA-256", impossible);
    }
  }

  /** In the order of the bytes that they stand for, as unsigned numbers. */
  public static int compare(String a, String b) {
    return Arrays.compareUnsigned(bytes(a), bytes(b));
  }

  private static byte[] bytes(String text) {
    if (text.startsWith("0x")) {
      try {
        return HexFormat.of().parseHex(text, 2, text.length());
      } catch (IllegalArgumentException plain) {
        // Written by hand, and meant as it stands.
      }
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
