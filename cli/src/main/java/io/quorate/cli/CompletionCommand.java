package io.quorate.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** {@code quorate generate-completion}. */
@Command(
    name = "generate-completion",
    description = "Writes the completion script for bash and zsh.",
    footer = {"", "Example:", "  source <(quorate generate-completion)"})
final class CompletionCommand extends Verb {
  @Override
  public Integer call() {
    output().text(AutoComplete.bash("quorate", spec().root().commandLine()));
    return ExitCode.DONE;
  }
}
