package io.quorate.cli.local;

import java.io.IOException;
import picocli.CommandLine.Command;

/** {@code quorate kill NODE}. */
@Command(
    name = "kill",
    description = "Ends a local node at once, as a power cut would (SIGKILL).",
    footer = {"", "Example:", "  quorate kill n2"})
public final class KillCommand extends NodeVerb {
  @Override
  String act(LocalCluster cluster, LocalNode node) throws IOException, InterruptedException {
    cluster.kill(node, cluster.process(node));
    return "killed";
  }
}
