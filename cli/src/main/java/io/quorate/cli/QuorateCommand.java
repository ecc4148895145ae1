package io.quorate.cli;

import io.quorate.cli.output.Output;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The tool itself: its verbs, and the options that every verb accepts, before or after its name.
 */
@Command(
    name = "quorate",
    description = "A replicated key-value store that tells what a failure did and why.",
    subcommandsRepeatable = false,
    synopsisSubcommandLabel = "VERB",
    commandListHeading = "%nVerbs:%n",
    versionProvider = VersionCommand.class,
    footer = {
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 unhealthy, 4 outcome unknown or timed out,",
      "5 refused by a safety check.",
      "",
      "Example:",
      "  quorate up && quorate kv put user:1 Ada && quorate kv get user:1"
    })
public final class QuorateCommand extends Noun {
  static final String ENDPOINTS_VARIABLE = "QUORATE_ENDPOINTS";
  private static final String DEFAULT_ENDPOINTS = "127.0.0.1:7400,127.0.0.1:7410,127.0.0.1:7420";
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

  private final Terminal terminal;

  // No default values here: an inherited option that is given before the verb would be reset to its
  // default after it.
  @Option(
      names = {"-o", "--output"},
      scope = ScopeType.INHERIT,
      paramLabel = "table|json",
      description = "For people (table, the default) or for scripts (json).")
  private Output.@Nullable Format format;

  @Option(
      names = "--endpoints",
      scope = ScopeType.INHERIT,
      paramLabel = "HOST:PORT,…",
      description = {
        "Where to find the cluster; one that answers is enough.",
        "Default: $" + ENDPOINTS_VARIABLE + ", or else the ports of a local cluster."
      })
  private @Nullable String endpoints;

  @Option(
      names = "--timeout",
      scope = ScopeType.INHERIT,
      converter = Durations.class,
      paramLabel = "DURATION",
      description = "Bounds every call, its retries included: 500ms, 5s (the default), 1m.")
  private @Nullable Duration timeout;

  @Option(
      names = {"-h", "--help"},
      scope = ScopeType.INHERIT,
      usageHelp = true,
      description = "Shows this help.")
  @SuppressWarnings("UnusedVariable") // that it is given is all that picocli needs
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Shows the version.")
  @SuppressWarnings("UnusedVariable") // as above
  private boolean version;

  QuorateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  public Terminal terminal() {
    return terminal;
  }

  public Output output() {
    return new Output(terminal, format == null ? Output.Format.TABLE : format);
  }

  public List<String> endpoints() {
    return givenEndpoints().orElseGet(() -> split(DEFAULT_ENDPOINTS));
  }

  /** Those that somebody named, by the option or the variable. */
  public Optional<List<String>> givenEndpoints() {
    var given = endpoints != null ? endpoints : terminal.environment().get(ENDPOINTS_VARIABLE);
    return Optional.ofNullable(given).filter(text -> !text.isBlank()).map(QuorateCommand::split);
  }

  private static List<String> split(String text) {
    return Arrays.stream(text.split(",")).map(String::strip).toList();
  }

  public Duration timeout() {
    return timeoutOr(DEFAULT_TIMEOUT);
  }

  /** For verbs whose work takes longer than a call. */
  public Duration timeoutOr(Duration other) {
    return timeout == null ? other : timeout;
  }
}
