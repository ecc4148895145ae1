package io.quorate.cli.cluster;

import io.quorate.client.Admin;
import io.quorate.client.LeaderChange;
import java.time.Duration;
import picocli.CommandLine.Command;

/** {@code quorate leader step-down}. */
@Command(
    name = "step-down",
    description =
        "Makes the leader hand over to whichever voter is best placed. --timeout is 10s unless"
            + " given.",
    footer = {"", "Example:", "  quorate leader step-down --wait"})
final class LeaderStepDown extends LeaderVerb {
  @Override
  LeaderChange change(Admin admin, Duration timeout) {
    return admin.stepDown();
  }
}
