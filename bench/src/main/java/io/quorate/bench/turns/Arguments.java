package io.quorate.bench.turns;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * The values of the options that the comparisons share. {@link IllegalArgumentException}, whose
 * message is for whoever typed it, when one makes no sense.
 */
public final class Arguments {
  private static final int MOST_ROUNDS = 1_000;
  private static final int MOST_SECONDS = 3_600;

  /** Where the script was called, since it goes to its own folder. */
  private static final Path CALLER = Path.of(System.getProperty("bench.caller", ""));

  private Arguments() {}

  /** What {@code parse} answers; ends the process with exit code 2 when it makes no sense. */
  public static <T> T orExit(String program, Supplier<T> parse) {
    try {
      return parse.get();
    } catch (IllegalArgumentException e) {
      System.err.printf("%s: %s; see %s --help%n", program, e.getMessage(), program);
      System.exit(2);
      throw e;
    }
  }

  public static List<String> words(String value) {
    var words = List.of(value.split(",", -1)).stream().map(String::strip).distinct().toList();
    if (words.contains("")) {
      throw new IllegalArgumentException(
          "a list is words with commas between them; found \"" + value + "\"");
    }
    return words;
  }

  public static List<Row> rows(String value) {
    return words(value).stream().map(Row::of).toList();
  }

  public static int rounds(String value) {
    return number("--rounds", value, 1, MOST_ROUNDS);
  }

  public static int seconds(String value) {
    return number("--seconds", value, 1, MOST_SECONDS);
  }

  public static int warmUp(String value) {
    return number("--warm-up", value, 0, MOST_SECONDS);
  }

  private static int number(String option, String value, int least, int most) {
    try {
      var number = Integer.parseInt(value);
      if (number >= least && number <= most) return number;
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new IllegalArgumentException(
        "%s is %,d to %,d; found \"%s\"".formatted(option, least, most, value));
  }

  /** Its folder must be there: nobody wants to learn of that after an hour. */
  public static Path json(String value) {
    var file = CALLER.resolve(value).toAbsolutePath();
    var folder = file.getParent();
    if (value.isEmpty() || folder == null || !Files.isDirectory(folder)) {
      throw new IllegalArgumentException("--json is a file in a folder that exists; found " + file);
    }
    return file;
  }
}
