package io.quorate.bench.turns;

import com.google.errorprone.annotations.FormatMethod;
import java.util.Locale;

/** What somebody who waits for the results is told, beside them: on standard error. */
public final class Say {
  private static final String RULE = "*".repeat(80);

  private Say() {}

  @FormatMethod
  public static void line(String format, Object... values) {
    System.err.println(String.format(Locale.ROOT, format, values));
  }

  @FormatMethod
  public static void loudly(String format, Object... values) {
    System.err.println(RULE);
    System.err.println(String.format(Locale.ROOT, format, values));
    System.err.println(RULE);
  }
}
