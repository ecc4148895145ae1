package io.quorate.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever is woken up by an error finds it in docs/errors.md. */
class ErrorsDocumentedTest {
  private static final Path ROOT = Path.of("..");

  /** The message is a literal, or at least begins with one; otherwise the group is missing. */
  private static final Pattern CALL = Pattern.compile("LOG\\s*\\.error\\(\\s*(?:\"([^\"]*)\")?");

  @Test
  void everyErrorThatANodeLogsIsExplained() throws IOException {
    String explained = Files.readString(ROOT.resolve("docs").resolve("errors.md"));
    List<String> messages = new ArrayList<>();
    for (String module : List.of("server", "ratis-statemachine")) {
      messages.addAll(errors(ROOT.resolve(module).resolve("src").resolve("main")));
    }
    assertFalse(messages.isEmpty(), "errors are logged in another way now");
    List<String> unexplained =
        messages.stream().filter(message -> !explained.contains("`" + message)).toList();
    assertEquals(List.of(), unexplained);
  }

  /** As they are written there: … stands for a value. */
  private static List<String> errors(Path sources) throws IOException {
    List<Path> files;
    try (Stream<Path> paths = Files.walk(sources)) {
      files = paths.filter(path -> path.toString().endsWith(".java")).toList();
    }
    List<String> messages = new ArrayList<>();
    for (Path file : files) {
      Matcher calls = CALL.matcher(Files.readString(file));
      while (calls.find()) {
        String message = calls.group(1);
        messages.add(message == null ? file + ": no literal" : message.replace("{}", "…"));
      }
    }
    return messages;
  }
}
