package io.quorate.cli.bench;

import io.quorate.client.AsyncKv;
import io.quorate.client.Consistency;
import io.quorate.client.ReadPreference;
import java.util.Locale;
import picocli.CommandLine.Option;

/** The options of the gets of a load; those of {@code kv get}, by its names too. */
final class Reads {
  @Option(
      names = {"--read-consistency", "--consistency"},
      paramLabel = "LEVEL",
      description = {
        "What a get may see, as of `kv get`: linearizable (default), lease, session,",
        "bounded:500ms or eventual."
      })
  private String consistency = Consistency.LINEARIZABLE.toString();

  @Option(
      names = {"--read-from", "--preference"},
      paramLabel = "WHO",
      description =
          "Which node serves a get: leader, follower, nearest, or a preference of `kv get`;"
              + " primary-preferred unless given.")
  private String from = ReadPreference.PRIMARY_PREFERRED.toString();

  /** Throws {@link IllegalArgumentException} when there is no such level. */
  Consistency consistency() {
    return Consistency.parse(consistency);
  }

  /** Throws {@link IllegalArgumentException} when there is no such preference. */
  ReadPreference preference() {
    return switch (from.toLowerCase(Locale.ROOT)) {
      case "leader" -> ReadPreference.PRIMARY;
      case "follower" -> ReadPreference.SECONDARY;
      default -> ReadPreference.parse(from);
    };
  }

  AsyncKv of(AsyncKv kv) {
    return kv.withConsistency(consistency()).withPreference(preference());
  }
}
