package io.quorate.cli.data;

import io.quorate.client.Consistency;
import io.quorate.client.Kv;
import io.quorate.client.ReadPreference;
import io.quorate.client.Token;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every read: what it may see, and which node serves it. */
final class ReadOptions {
  @Option(
      names = "--consistency",
      paramLabel = "LEVEL",
      description = {
        "linearizable (default), lease, session, at-least (with --token),",
        "bounded:500ms or eventual."
      })
  private String consistency = Consistency.LINEARIZABLE.toString();

  @Option(
      names = "--preference",
      converter = Converters.Preference.class,
      paramLabel = "WHO",
      description =
          "primary, primary-preferred (default), secondary, secondary-preferred or nearest.")
  private @Nullable ReadPreference preference;

  @Option(
      names = "--token",
      converter = Converters.TokenText.class,
      paramLabel = "TOKEN",
      description = "See at least what this token, printed by an earlier command, stands for.")
  private @Nullable Token token;

  /** Throws {@link IllegalArgumentException} when the options make no sense. */
  Kv of(Kv kv) {
    var view = kv.withConsistency(consistency());
    if (preference != null) view = view.withPreference(preference);
    return token == null ? view : view.withToken(token);
  }

  private Consistency consistency() {
    if (!consistency.equals("at-least")) return Consistency.parse(consistency);
    if (token == null) throw new IllegalArgumentException("--consistency at-least needs a --token");
    return Consistency.atLeast(token);
  }
}
