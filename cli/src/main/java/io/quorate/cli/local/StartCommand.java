package io.quorate.cli.local;

import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Command;

/** {@code quorate start NODE}. */
@Command(
    name = "start",
    description =
        "Starts a local node again and waits until it answers and nothing keeps it from starting"
            + " (--timeout, 30s unless given).",
    footer = {"", "Example:", "  quorate start n2"})
public final class StartCommand extends NodeVerb {
  @Override
  String act(LocalCluster cluster, LocalNode node) throws IOException, InterruptedException {
    var timeout = root().timeoutOr(Duration.ofSeconds(30));
    return cluster.startAndAwait(node, timeout) ? "started" : "was running already";
  }
}
