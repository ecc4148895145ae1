package io.quorate.cli.cluster;

import io.quorate.cli.ClientVerb;
import io.quorate.cli.ExitCode;
import io.quorate.cli.output.Json;
import io.quorate.client.Election;
import io.quorate.client.QuorateClient;
import picocli.CommandLine.Command;

/** {@code quorate leader show}. */
@Command(
    name = "show",
    description =
        "Shows who leads, whom it followed, and how long its election took. Exit code 3 when nobody"
            + " leads.",
    footer = {"", "Example:", "  quorate leader show"})
final class LeaderShow extends ClientVerb {
  @Override
  protected int run(QuorateClient client) {
    var status = client.admin().status();
    var last =
        client.admin().elections(1).stream()
            .filter(election -> election.to().equals(status.leader()))
            .findFirst();
    if (output().json()) {
      output()
          .document(
              Json.fields()
                  .add("leader", Names.orNull(status.leader()))
                  .add(
                      "previous",
                      last.map(Election::from).filter(name -> !name.isEmpty()).orElse(null))
                  .add("term", status.term())
                  .add(
                      "took_ms", last.map(Election::electedMs).filter(ms -> ms >= 0).orElse(null)));
    } else {
      output().line(Names.orNone(status.leader()) + ", term " + status.term());
    }
    return status.leader().isEmpty() ? ExitCode.UNHEALTHY : ExitCode.DONE;
  }
}
