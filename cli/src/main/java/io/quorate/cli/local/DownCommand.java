package io.quorate.cli.local;

import io.quorate.cli.Durations;
import io.quorate.cli.ExitCode;
import io.quorate.cli.Verb;
import io.quorate.cli.output.Json;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quorate down}. */
@Command(
    name = "down",
    description =
        "Stops the local cluster: SIGTERM to all, SIGKILL for those that are still there after the"
            + " grace.",
    footer = {"", "Example:", "  quorate down --wipe"})
public final class DownCommand extends Verb {
  @Mixin private DataFolder data = new DataFolder();

  @Option(names = "--wipe", description = "Deletes the nodes' data, configuration and logs too.")
  private boolean wipe;

  @Option(
      names = "--grace",
      converter = Durations.class,
      paramLabel = "DURATION",
      description = "How long a node may take to stop by itself; 10s unless given.")
  private Duration grace = Duration.ofSeconds(10);

  @Override
  public Integer call() throws Exception {
    var cluster = LocalCluster.open(data.path(), terminal());
    var ends = cluster.stop(cluster.file().nodes(), grace);
    if (wipe) cluster.wipe();
    if (output().json()) {
      var nodes =
          ends.entrySet().stream()
              .map(end -> Json.fields().add("node", end.getKey()).add("end", end.getValue()))
              .toList();
      output().document(Json.fields().add("nodes", nodes).add("wiped", wipe));
    } else {
      ends.forEach((node, end) -> output().line(node + " " + end));
      if (wipe) output().line("wiped " + data.path());
    }
    return ExitCode.DONE;
  }
}
