package io.quorate.cli.cluster;

import io.quorate.cli.ClientVerb;
import io.quorate.cli.ExitCode;
import io.quorate.cli.output.Json;
import io.quorate.client.Admin;
import io.quorate.client.MembershipChange;
import io.quorate.client.QuorateClient;
import java.time.Duration;

/** A verb that changes who belongs to the cluster, or as what. */
abstract class MembershipVerb extends ClientVerb {
  // A new node may have to fetch all data first.
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

  abstract MembershipChange change(Admin admin);

  @Override
  protected final int run(QuorateClient client) {
    var change = change(client.admin().withTimeout(root().timeoutOr(DEFAULT_TIMEOUT)));
    if (output().json()) {
      output()
          .document(
              Json.fields()
                  .add("node", change.node())
                  .add("voters", change.voters())
                  .add("learners", change.learners())
                  .add("took_ms", change.took().toMillis())
                  .add("message", change.message()));
    } else {
      if (!change.message().isEmpty()) output().line(change.message());
      output()
          .line(
              "voters: %s; learners: %s; took %d ms"
                  .formatted(
                      names(change.voters()), names(change.learners()), change.took().toMillis()));
    }
    return ExitCode.DONE;
  }

  private static String names(java.util.List<String> names) {
    return Names.orNone(String.join(", ", names));
  }
}
