package io.quorate.chaos.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Everything that a node printed, through all its lives. */
public record LogFile(Path path) {
  /** Of the server's log, and what the JVM itself says on its way down. */
  private static final Pattern ERROR =
      Pattern.compile(
          "\\bERROR\\b|^Exception in thread|^# A fatal error has been detected"
              + "|^Terminating due to java.lang.OutOfMemoryError");

  public List<String> lines() {
    try {
      return Files.exists(path)
          ? new String(Files.readAllBytes(path), StandardCharsets.UTF_8).lines().toList()
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String tail(int count) {
    var lines = lines();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
  }

  public boolean contains(String text) {
    return count(text) > 0;
  }

  /** Lines with {@code text}. */
  public long count(String text) {
    return lines().stream().filter(line -> line.contains(text)).count();
  }

  /**
   * Fails when {@code node}, whose log this is, logged an error in which none of {@code allowed} is
   * found.
   *
   * @throws AssertionError quoting all such lines
   */
  void requireNoErrors(String node, List<Pattern> allowed) {
    var errors =
        lines().stream()
            .filter(line -> ERROR.matcher(line).find())
            .filter(line -> allowed.stream().noneMatch(pattern -> pattern.matcher(line).find()))
            .toList();
    if (!errors.isEmpty()) {
      throw new AssertionError(
          node + " logged " + errors.size() + " errors: " + String.join("\n", errors));
    }
  }
}
