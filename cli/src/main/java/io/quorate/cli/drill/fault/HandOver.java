package io.quorate.cli.drill.fault;

import io.quorate.client.Admin;
import java.time.Duration;

/** The leader hands over, because it is told to: to a named voter, or to whoever is best placed. */
public record HandOver(String node, String target, Admin admin) implements Fault {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** To whoever is best placed. */
  public static HandOver anywhere(String leader, Admin admin) {
    return new HandOver(leader, "", admin);
  }

  @Override
  public boolean stopsNode() {
    return false;
  }

  @Override
  public void strike() {
    var patient = admin.withTimeout(TIMEOUT);
    var _ = target.isEmpty() ? patient.stepDown() : patient.transferLeadership(target, TIMEOUT);
  }
}
