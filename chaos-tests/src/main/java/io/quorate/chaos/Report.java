package io.quorate.chaos;

import com.google.errorprone.annotations.FormatMethod;
import java.util.Locale;

/** What the tests tell the reader of the build: measurements, seeds, skipped parts. */
public final class Report {
  private Report() {}

  @FormatMethod
  public static void line(String format, Object... values) {
    System.out.println("[chaos] " + String.format(Locale.ROOT, format, values));
  }
}
