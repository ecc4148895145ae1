package io.quorate.cli;

import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Tells on stderr what is wrong with a command line, what was probably meant, and how it is used.
 */
record WrongUsage(Terminal terminal) implements IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException e, String[] args) {
    var command = e.getCommandLine();
    var message =
        e instanceof UnmatchedArgumentException unmatched
            ? unknown(unmatched)
            : String.valueOf(e.getMessage());
    if (asksForJson(args)) {
      CommandFailure.of(ExitCode.USAGE, "USAGE", message).report(terminal, true);
      return ExitCode.USAGE;
    }
    terminal.err().println("quorate: " + message);
    if (command.getCommand() instanceof Noun) {
      command.usage(command.getErr());
    } else {
      command.getErr().print(command.getHelp().fullSynopsis());
      command.getErr().println("More: " + command.getCommandSpec().qualifiedName() + " --help");
    }
    return ExitCode.USAGE;
  }

  /** Names the first word that nobody knows, and the one that was probably meant. */
  private static String unknown(UnmatchedArgumentException e) {
    var spec = e.getCommandLine().getCommandSpec();
    var word = e.getUnmatched().getFirst();
    if (word.startsWith("-")) {
      var names = spec.options().stream().flatMap(option -> Arrays.stream(option.names())).toList();
      return "there is no option " + word + Nearest.hint(word, names);
    }
    if (spec.subcommands().isEmpty()) return "'" + word + "' is one word too many";
    return "'"
        + spec.qualifiedName()
        + "' has no verb '"
        + word
        + "'"
        + Nearest.hint(word, spec.subcommands().keySet());
  }

  // The command line could not be parsed, so what was parsed of it may lack the option.
  private static boolean asksForJson(String[] args) {
    var words = Arrays.asList(args);
    for (var name : List.of("-o", "--output")) {
      var at = words.indexOf(name);
      if (at >= 0 && at + 1 < args.length && words.get(at + 1).equalsIgnoreCase("json"))
        return true;
      if (words.contains(name + "=json")) return true;
    }
    return words.contains("-ojson");
  }
}
