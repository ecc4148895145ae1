package io.quorate.cli.cluster;

import io.quorate.client.Admin;
import io.quorate.client.LeaderChange;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code quorate leader transfer}. */
@Command(
    name = "transfer",
    description = "Hands leadership to a named voter. --timeout is 10s unless given.",
    footer = {"", "Example:", "  quorate leader transfer n2 --wait"})
final class LeaderTransfer extends LeaderVerb {
  @Parameters(paramLabel = "NODE", description = "Who is to lead.")
  private String node = "";

  @Override
  LeaderChange change(Admin admin, Duration timeout) {
    return admin.transferLeadership(node, timeout);
  }
}
