package io.quorate.cli.cluster;

import io.quorate.client.Admin;
import io.quorate.client.LeaderChange;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code quorate leader elect}. */
@Command(
    name = "elect",
    description = {
      "Holds an election now: the named voter is to win it, or else whichever is best placed.",
      "Nothing changes when the named one leads already. --timeout is 10s unless given."
    },
    footer = {"", "Example:", "  quorate leader elect n2 --wait"})
final class LeaderElect extends LeaderVerb {
  @Parameters(arity = "0..1", paramLabel = "NODE", description = "Who is to win.")
  private @Nullable String node;

  @Override
  LeaderChange change(Admin admin, Duration timeout) {
    if (node == null) return admin.stepDown();
    var status = admin.status();
    return status.leader().equals(node)
        ? new LeaderChange(node, node, status.term(), Duration.ZERO)
        : admin.transferLeadership(node, timeout);
  }
}
