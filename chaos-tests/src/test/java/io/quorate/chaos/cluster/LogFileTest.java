package io.quorate.chaos.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** That errors in a node's log are found, laid out as the server's own configuration has it. */
class LogFileTest {
  private static final List<Pattern> FULL = List.of(Pattern.compile("space left"));

  @TempDir private Path folder;

  @Test
  void anErrorIsToldWithItsNodeAndQuoted() throws Exception {
    var error = line(Level.ERROR, "this node halts: its state is not the leader's");
    var log = log(line(Level.INFO, "n2 is up"), error, line(Level.WARN, "no majority"));
    assertEquals("n2 logged 1 errors: " + error, complaint(log, List.of()));
  }

  @Test
  void onlyWhatTheTestProvokesIsAllowed() throws Exception {
    var provoked = line(Level.ERROR, "no space left: this node leaves its group");
    var error = line(Level.ERROR, "a read failed");
    log(line(Level.INFO, "n2 is up"), provoked).requireNoErrors("n2", FULL);
    assertEquals("n2 logged 1 errors: " + error, complaint(log(provoked, error), FULL));
  }

  @Test
  void whatTheJvmItselfSaysIsAnError() throws Exception {
    for (var error :
        List.of(
            "Exception in thread \"main\" java.lang.NullPointerException",
            "# A fatal error has been detected by the Java Runtime Environment:",
            "Terminating due to java.lang.OutOfMemoryError: Java heap space")) {
      assertEquals("n2 logged 1 errors: " + error, complaint(log(error), List.of()));
    }
  }

  private LogFile log(String... lines) throws IOException {
    return new LogFile(Files.write(folder.resolve("node.log"), List.of(lines)));
  }

  private static String complaint(LogFile log, List<Pattern> allowed) {
    var failure = assertThrows(AssertionError.class, () -> log.requireNoErrors("n2", allowed));
    return String.valueOf(failure.getMessage());
  }

  private static String line(Level level, String message) throws JoranException {
    var context = new LoggerContext();
    var configurator = new JoranConfigurator();
    configurator.setContext(context);
    var layout = LogFileTest.class.getResource("/logback.xml");
    configurator.doConfigure(Objects.requireNonNull(layout));
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    var stdout = (OutputStreamAppender<ILoggingEvent>) root.getAppender("STDOUT");
    var event = new LoggingEvent("", root, level, message, null, null);
    return new String(stdout.getEncoder().encode(event), StandardCharsets.UTF_8).strip();
  }
}
