package io.quorate.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code quorate server}: one node in the foreground. */
@Command(
    name = "server",
    description = {
      "Runs one node in the foreground.",
      "Every key of the file can be overridden by QUORATE_* and by --set. SIGTERM hands over"
          + " leadership, then stops."
    },
    footer = {
      "",
      "Example:",
      "  quorate server --config /etc/quorate/quorate.yaml --set node.name=n1"
    })
final class ServerCommand extends Verb {
  @Option(names = "--config", paramLabel = "FILE", description = "The configuration, YAML.")
  private @Nullable Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides a key of the file; may be repeated.")
  private Map<String, String> settings = new TreeMap<>();

  @Override
  public Integer call() {
    return io.quorate.server.Main.run(config, settings);
  }
}
