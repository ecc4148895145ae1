package io.quorate.chaos.load;

import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/** The value of a key: the key, and bytes that cannot be compressed and follow from it. */
record Payload(int bytes) implements UnaryOperator<String> {
  private static final char[] LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".toCharArray();
  private static final int LETTERS_PER_DRAW = 10;
  private static final int LETTER_BITS = 6;

  @Override
  public String apply(String key) {
    var random = new SplittableRandom(key.hashCode());
    var text = new StringBuilder(key.length() + 1 + bytes).append(key).append(' ');
    while (text.length() < key.length() + 1 + bytes) {
      var drawn = random.nextLong();
      for (var i = 0; i < LETTERS_PER_DRAW; i++) {
        text.append(LETTERS[(int) (drawn & (LETTERS.length - 1))]);
        drawn >>>= LETTER_BITS;
      }
    }
    return text.toString();
  }
}
