package io.quorate.server.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes such as {@code 64MiB} and durations such as {@code 150ms}: one number, one unit. */
final class Units {
  private static final Pattern QUANTITY = Pattern.compile("(\\d{1,18})\\s*([A-Za-z]*)");

  private Units() {}

  /** A bare number is bytes. */
  static long bytes(String text) {
    Matcher matcher = match(text);
    long unit =
        switch (matcher.group(2)) {
          case "", "B" -> 1L;
          case "KiB" -> 1L << 10;
          case "MiB" -> 1L << 20;
          case "GiB" -> 1L << 30;
          case "TiB" -> 1L << 40;
          default -> throw new IllegalArgumentException("unknown unit " + matcher.group(2));
        };
    return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
  }

  /**
   * The unit is required: a bare number has been read as seconds by some and as milliseconds by
   * others.
   */
  static Duration duration(String text) {
    Matcher matcher = match(text);
    long millis =
        switch (matcher.group(2)) {
          case "ms" -> 1L;
          case "s" -> 1_000L;
          case "m" -> 60_000L;
          case "h" -> 3_600_000L;
          case "d" -> 86_400_000L;
          default -> throw new IllegalArgumentException("unknown unit " + matcher.group(2));
        };
    return Duration.ofMillis(Math.multiplyExact(Long.parseLong(matcher.group(1)), millis));
  }

  /** In the largest unit that needs no fraction. */
  static String print(long bytes) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    int unit = 0;
    long value = bytes;
    while (value != 0 && value % 1024 == 0 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return value + units[unit];
  }

  /** In the largest unit that needs no fraction. */
  static String print(Duration duration) {
    long millis = duration.toMillis();
    if (millis == 0 || millis % 1_000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1_000;
    if (seconds % 60 != 0) {
      return seconds + "s";
    }
    if (seconds % 3_600 != 0) {
      return seconds / 60 + "m";
    }
    return seconds % 86_400 != 0 ? seconds / 3_600 + "h" : seconds / 86_400 + "d";
  }

  private static Matcher match(String text) {
    Matcher matcher = QUANTITY.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a number with a unit");
    }
    return matcher;
  }
}
