package io.quorate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quorate.client.QuorateException;
import java.io.PrintWriter;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine;

/**
 * The process' entry: parses, runs one verb, and turns whatever it throws into a message and an
 * exit code.
 */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    if (!"server".equals(Verbs.firstWord(args))) Silence.keep();
    System.exit(run(Terminal.ofProcess(), Arguments.utf8(args)));
  }

  /** Runs one command line and answers its {@link ExitCode}. */
  public static int run(Terminal terminal, String... args) {
    var code = commandLine(terminal, args).execute(args);
    terminal.out().flush();
    return code;
  }

  static CommandLine commandLine(Terminal terminal, String... args) {
    var root = new QuorateCommand(terminal);
    var line = new CommandLine(root);
    Verbs.addTo(line, args);
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(100)
        .setOut(new PrintWriter(terminal.out(), true, UTF_8))
        .setErr(new PrintWriter(terminal.err(), true, UTF_8))
        .setParameterExceptionHandler(new WrongUsage(terminal))
        .setExecutionExceptionHandler(
            (e, command, parsed) -> failed(e, terminal, root.output().json()));
  }

  private static int failed(Throwable thrown, Terminal terminal, boolean json) {
    var failure =
        switch (cause(thrown)) {
          case CommandFailure known -> known;
          case QuorateException e -> CommandFailure.of(e);
          case java.nio.file.NoSuchFileException e ->
              CommandFailure.of(ExitCode.USAGE, "NO_SUCH_FILE", "there is no file " + e.getFile());
          case IllegalArgumentException e ->
              CommandFailure.of(ExitCode.USAGE, "USAGE", String.valueOf(e.getMessage()));
          case java.io.IOException e -> CommandFailure.failed(e.toString());
          case Throwable bug -> {
            bug.printStackTrace(terminal.err());
            yield CommandFailure.failed("a bug in the tool, please report it: " + bug);
          }
        };
    failure.report(terminal, json);
    return failure.exitCode();
  }

  private static Throwable cause(Throwable thrown) {
    var wrapped = thrown instanceof ExecutionException || thrown instanceof CompletionException;
    return wrapped && thrown.getCause() != null ? cause(thrown.getCause()) : thrown;
  }
}
