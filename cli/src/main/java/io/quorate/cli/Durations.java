package io.quorate.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Durations as people write them: {@code 500ms}, {@code 5s}, {@code 1.5s}, {@code 1m}, {@code 2h},
 * {@code 1d}.
 */
public final class Durations implements ITypeConverter<Duration> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)(ms|s|m|h|d)");

  @Override
  public Duration convert(String text) {
    var matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'"
              + text
              + "' is not a duration: write a number and its unit, such as 500ms, 5s, 1m, 2h or"
              + " 1d");
    }
    var unitMs =
        switch (matcher.group(2)) {
          case "ms" -> 1L;
          case "s" -> 1_000L;
          case "m" -> 60_000L;
          case "h" -> 3_600_000L;
          default -> 86_400_000L;
        };
    var duration = Duration.ofMillis(Math.round(Double.parseDouble(matcher.group(1)) * unitMs));
    if (duration.isZero()) {
      throw new TypeConversionException("'" + text + "' is too short: the least is 1ms");
    }
    return duration;
  }

  /** The shortest form that {@link #convert} reads back, to a millisecond: {@code 1.5s}. */
  public static String text(Duration duration) {
    var ms = duration.toMillis();
    if (ms < 1_000) return ms + "ms";
    if (ms % 1_000 != 0) return String.format(Locale.ROOT, "%.1fs", ms / 1_000.0);
    if (ms % 60_000 != 0) return ms / 1_000 + "s";
    if (ms % 3_600_000 != 0) return ms / 60_000 + "m";
    return ms / 3_600_000 + "h";
  }
}
