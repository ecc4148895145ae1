package io.quorate.cli.drill.fault;

import io.quorate.cli.local.LocalCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * The node's process is killed and its data directory emptied: a disk that was replaced. Undone by
 * starting it: it joins as a new peer and gets everything from the others.
 */
public record Wipe(String node, LocalCluster cluster) implements Fault {
  @Override
  public void strike() throws IOException, InterruptedException {
    var local = cluster.node(node);
    cluster.kill(local, cluster.process(local));
    empty(local.data());
  }

  // The folder itself may be a mount.
  private static void empty(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        if (!path.equals(folder)) Files.delete(path);
      }
    }
  }

  @Override
  public void undo() throws IOException, InterruptedException {
    cluster.startAndAwait(cluster.node(node), Kill.START);
  }
}
