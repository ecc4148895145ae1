package io.quorate.cli;

import io.quorate.cli.output.Output;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Something the tool does. Answers an {@link ExitCode}, or throws {@link CommandFailure} or {@link
 * ParameterException}.
 */
public abstract class Verb implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  protected final QuorateCommand root() {
    return (QuorateCommand) spec.root().userObject();
  }

  /** As picocli knows this verb. */
  protected final CommandSpec spec() {
    return spec;
  }

  protected final Terminal terminal() {
    return root().terminal();
  }

  protected final Output output() {
    return root().output();
  }

  /** Wrong usage that only the verb itself can see. */
  protected final ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
