package io.quorate.cli.cluster;

import io.quorate.cli.ClientVerb;
import io.quorate.cli.CommandFailure;
import io.quorate.cli.Durations;
import io.quorate.cli.ExitCode;
import io.quorate.client.ClusterStatus;
import io.quorate.client.QuorateClient;
import io.quorate.client.QuorateException;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code quorate status}. */
@Command(
    name = "status",
    description = {
      "Shows the cluster: who leads, who follows and how far behind, and how many more nodes may"
          + " fail.",
      "Exit code 3 when it takes no writes, or when no node answers."
    },
    footer = {
      "",
      "Examples:",
      "  quorate status",
      "  quorate status --watch",
      "  quorate status -o json"
    })
public final class StatusCommand extends ClientVerb {
  private static final String CLEAR = "\u001b[H\u001b[2J";

  @Option(names = "--watch", description = "Shows it again and again until interrupted.")
  private boolean watch;

  @Option(
      names = "--interval",
      converter = Durations.class,
      paramLabel = "DURATION",
      description = "How often --watch looks; 1s unless given.")
  private Duration interval = Duration.ofSeconds(1);

  @Override
  protected int run(QuorateClient client) throws InterruptedException {
    if (!watch) return show(client);
    while (!terminal().out().checkError()) { // until interrupted, or nobody reads any more
      watchOnce(client);
      Thread.sleep(interval);
    }
    return ExitCode.DONE;
  }

  private int show(QuorateClient client) {
    try {
      var status = client.admin().status();
      print(status);
      return status.writable() ? ExitCode.DONE : ExitCode.UNHEALTHY;
    } catch (QuorateException e) {
      throw CommandFailure.of(ExitCode.UNHEALTHY, e);
    }
  }

  private void watchOnce(QuorateClient client) {
    if (terminal().interactive() && !output().json()) output().text(CLEAR);
    try {
      print(client.admin().status());
    } catch (QuorateException e) {
      terminal().err().println("quorate: " + e.getMessage());
    }
  }

  private void print(ClusterStatus status) {
    if (output().json()) output().document(StatusJson.of(status));
    else output().text(StatusTable.of(status));
  }
}
