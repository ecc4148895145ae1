package io.quorate.cli.drill.fault;

import io.quorate.client.Admin;
import java.time.Duration;

/** The node is drained before maintenance: it hands leadership over and does not lead. */
public record Drain(String node, Admin admin) implements Fault {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @Override
  public boolean stopsNode() {
    return false;
  }

  @Override
  public void strike() {
    var _ = admin.withTimeout(TIMEOUT).drainNode(node, false);
  }

  @Override
  public void undo() {
    var _ = admin.withTimeout(TIMEOUT).drainNode(node, true);
  }
}
