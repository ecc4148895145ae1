package io.quorate.cli.local;

import java.io.IOException;
import picocli.CommandLine.Command;

/** {@code quorate pause NODE}. */
@Command(
    name = "pause",
    description = "Freezes a local node (SIGSTOP); its connections stay open and nothing answers.",
    footer = {"", "Example:", "  quorate pause n2"})
public final class PauseCommand extends NodeVerb {
  @Override
  String act(LocalCluster cluster, LocalNode node) throws IOException, InterruptedException {
    NodeProcess.signal("STOP", cluster.process(node));
    return "paused";
  }
}
