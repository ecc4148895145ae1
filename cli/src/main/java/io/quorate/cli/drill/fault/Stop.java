package io.quorate.cli.drill.fault;

import io.quorate.cli.local.LocalCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The node is stopped as for an upgrade (SIGTERM); undone by starting it again. */
public record Stop(String node, LocalCluster cluster) implements Fault {
  private static final Duration GRACE = Duration.ofSeconds(30);

  @Override
  public void strike() throws IOException, InterruptedException {
    var _ = cluster.stop(List.of(cluster.node(node)), GRACE);
  }

  @Override
  public void undo() throws IOException, InterruptedException {
    cluster.startAndAwait(cluster.node(node), Kill.START);
  }
}
