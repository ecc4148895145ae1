package io.quorate.cli.local;

import java.io.IOException;
import picocli.CommandLine.Command;

/** {@code quorate resume NODE}. */
@Command(
    name = "resume",
    description = "Lets a paused local node go on (SIGCONT).",
    footer = {"", "Example:", "  quorate resume n2"})
public final class ResumeCommand extends NodeVerb {
  @Override
  String act(LocalCluster cluster, LocalNode node) throws IOException, InterruptedException {
    NodeProcess.signal("CONT", cluster.process(node));
    return "running";
  }
}
