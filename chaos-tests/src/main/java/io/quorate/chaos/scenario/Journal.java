package io.quorate.chaos.scenario;

import com.google.errorprone.annotations.FormatMethod;
import io.quorate.chaos.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** The report of a run, as it goes on: a line for each thing that happened, with its time. */
final class Journal {
  private final String name;
  private final Path file;
  private final long start = System.nanoTime();

  Journal(String name, Path file) {
    this.name = name;
    this.file = file;
  }

  @FormatMethod
  void line(String format, Object... values) {
    var text = String.format(Locale.ROOT, format, values);
    var seconds = (System.nanoTime() - start) / 1e9;
    Report.line("%s %6.1f s: %s", name, seconds, text);
    try {
      Files.writeString(
          file,
          String.format(Locale.ROOT, "%6.1f s  %s%n", seconds, text),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
