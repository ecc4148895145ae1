package io.quorate.cli.drill.fault;

import io.quorate.cli.local.LocalCluster;
import io.quorate.cli.local.NodeProcess;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The node's process is frozen (SIGSTOP): its connections stay open and nothing answers. */
public final class Pause implements Fault {
  private final String node;
  private final LocalCluster cluster;
  private @Nullable Guard guard;

  public Pause(String node, LocalCluster cluster) {
    this.node = node;
    this.cluster = cluster;
  }

  @Override
  public String node() {
    return node;
  }

  private Optional<ProcessHandle> process() {
    return NodeProcess.find(cluster.node(node));
  }

  @Override
  public void prepare() throws IOException {
    guard = Guard.start("kill -CONT " + cluster.process(cluster.node(node)).pid(), longest());
  }

  @Override
  public void strike() throws IOException, InterruptedException {
    NodeProcess.signal("STOP", cluster.process(cluster.node(node)));
  }

  @Override
  public void undo() throws IOException, InterruptedException {
    var process = process();
    if (process.isPresent()) NodeProcess.signal("CONT", process.get());
    if (guard != null) guard.release();
  }
}
