package io.quorate.cli.cluster;

import io.quorate.cli.ClientVerb;
import io.quorate.cli.ExitCode;
import io.quorate.cli.output.Json;
import io.quorate.client.QuorateClient;
import io.quorate.client.StopAdvice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quorate node ok-to-stop}. */
@Command(
    name = "ok-to-stop",
    description =
        "Tells whether a node may be stopped now: exit code 0, or 5 and what would be lost or"
            + " stop.",
    footer = {
      "",
      "Example:",
      "  quorate node ok-to-stop n2 --explain && ssh n2 systemctl stop quorate"
    })
final class NodeOkToStop extends ClientVerb {
  @Parameters(paramLabel = "NODE", description = "The node.")
  private String node = "";

  @Option(names = "--explain", description = "Tells what would follow when it may be stopped, too.")
  private boolean explain;

  @Override
  protected int run(QuorateClient client) {
    var advice = client.admin().okToStop(node);
    if (output().json()) {
      output()
          .document(
              Json.fields()
                  .add("node", node)
                  .add("ok", advice.ok())
                  .add("reason", advice.reason())
                  .add("consequences", advice.consequences())
                  .add("failure_tolerance_after", advice.failureToleranceAfter()));
    } else {
      print(advice);
    }
    return advice.ok() ? ExitCode.DONE : ExitCode.REFUSED;
  }

  private void print(StopAdvice advice) {
    var reason = advice.reason().isEmpty() ? "" : ": " + advice.reason();
    output()
        .line(
            (advice.ok() ? "yes, " + node + " may be stopped" : "NO, do not stop " + node)
                + reason);
    if (explain || !advice.ok()) {
      advice.consequences().forEach(line -> output().line("  " + line));
      output().line("  voters that may fail after that: " + advice.failureToleranceAfter());
    }
  }
}
