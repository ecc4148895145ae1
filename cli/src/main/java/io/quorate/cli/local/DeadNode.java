package io.quorate.cli.local;

import io.quorate.cli.CommandFailure;
import java.io.IOException;

/** A node whose process ended by itself soon after its start. */
record DeadNode(LocalNode node) {
  private static final int LINES = 15;

  CommandFailure failure() throws IOException {
    var lines = LocalCluster.lastLines(node, LINES);
    return CommandFailure.failed(
        node.name()
            + " ended right after its start. The end of "
            + node.log()
            + ":\n    "
            + String.join("\n    ", lines));
  }
}
