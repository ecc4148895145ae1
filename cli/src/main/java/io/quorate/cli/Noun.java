package io.quorate.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * A word that does nothing by itself and needs one of its verbs: {@code kv}, {@code node}, the
 * tool's own name.
 */
public abstract class Noun implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "'"
            + spec.qualifiedName()
            + "' needs a verb: "
            + String.join(", ", spec.subcommands().keySet()));
  }
}
