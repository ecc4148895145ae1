package io.quorate.cli;

import io.quorate.server.config.ConfigExplain;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code quorate config}: what a configuration means. */
@Command(
    name = "config",
    description = "Looks at a node's configuration.",
    subcommands = ConfigCommand.Explain.class)
final class ConfigCommand extends Noun {

  @Command(
      name = "explain",
      description = {
        "Shows the effective settings, where each came from, and what they mean:",
        "detection time, failures tolerated, outage the log covers."
      },
      footer = {"", "Example:", "  quorate config explain --config quorate.yaml --set preset=wan"})
  static final class Explain extends Verb {
    @Option(names = "--config", paramLabel = "FILE", description = "The configuration, YAML.")
    private @Nullable Path config;

    @Option(
        names = "--set",
        paramLabel = "KEY=VALUE",
        description = "Overrides a key of the file; may be repeated.")
    private Map<String, String> settings = new TreeMap<>();

    @Override
    public Integer call() {
      if (output().json()) {
        output().line(ConfigExplain.explainJson(config, settings).strip());
      } else {
        output().text(ConfigExplain.explain(config, settings).stripTrailing() + "\n");
      }
      return ExitCode.DONE;
    }
  }
}
