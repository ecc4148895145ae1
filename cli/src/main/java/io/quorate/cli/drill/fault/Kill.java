package io.quorate.cli.drill.fault;

import io.quorate.cli.local.LocalCluster;
import java.io.IOException;
import java.time.Duration;

/** The node's process ends at once (SIGKILL); undone by starting it again. */
public record Kill(String node, LocalCluster cluster) implements Fault {
  /** Of a start, on a machine that may be slow. */
  static final Duration START = Duration.ofSeconds(60);

  @Override
  public void strike() throws IOException, InterruptedException {
    var local = cluster.node(node);
    cluster.kill(local, cluster.process(local));
  }

  @Override
  public void undo() throws IOException, InterruptedException {
    cluster.startAndAwait(cluster.node(node), START);
  }
}
