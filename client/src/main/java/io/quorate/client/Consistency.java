package io.quorate.client;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a read may see. Which node serves it is {@link ReadPreference}; the two combine freely. */
public sealed interface Consistency {
  /** Everything acknowledged at majority or stronger before the read began, on any node. */
  Consistency LINEARIZABLE = new Plain("linearizable");

  /**
   * As linearizable, but possibly stale for up to one election time-out round a leader change or a
   * pause.
   */
  Consistency LEASE = new Plain("lease");

  /** Your own writes, and never backwards, within this client. */
  Consistency SESSION = new Plain("session");

  /** Whatever the node has, at once. */
  Consistency EVENTUAL = new Plain("eventual");

  /** At least what {@code token} stands for. */
  static Consistency atLeast(Token token) {
    return new AtLeast(token);
  }

  /** At most {@code staleness} old, proven, or refused. At least 1 ms. */
  static Consistency bounded(Duration staleness) {
    return new Bounded(staleness);
  }

  /** One of the constants. */
  record Plain(String name) implements Consistency {
    @Override
    public String toString() {
      return name;
    }
  }

  /** See {@link #atLeast}. */
  record AtLeast(Token token) implements Consistency {
    @Override
    public String toString() {
      return "at-least:" + token;
    }
  }

  /** See {@link #bounded}. */
  record Bounded(Duration staleness) implements Consistency {
    public Bounded {
      if (staleness.toMillis() < 1 || staleness.toMillis() > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "a staleness bound is 1 ms to 24 days; found " + DurationText.format(staleness));
      }
    }

    @Override
    public String toString() {
      return "bounded:" + DurationText.format(staleness);
    }
  }

  /**
   * Reads {@code linearizable}, {@code lease}, {@code session}, {@code eventual}, {@code
   * bounded:500ms} or {@code at-least:TOKEN}.
   *
   * @throws IllegalArgumentException when it is none of these; the message names the nearest
   */
  static Consistency parse(String text) {
    var colon = text.indexOf(':');
    var name = (colon < 0 ? text : text.substring(0, colon)).toLowerCase(Locale.ROOT);
    Optional<String> argument =
        colon < 0 ? Optional.empty() : Optional.of(text.substring(colon + 1));
    return switch (name) {
      case "bounded" ->
          bounded(DurationText.parse(argument.orElseThrow(() -> missing("bounded:500ms", text))));
      case "at-least" ->
          atLeast(Token.parse(argument.orElseThrow(() -> missing("at-least:TOKEN", text))));
      default -> parsePlain(text);
    };
  }

  private static Consistency parsePlain(String text) {
    for (var plain : List.of(LINEARIZABLE, LEASE, SESSION, EVENTUAL)) {
      if (plain.toString().equalsIgnoreCase(text)) {
        return plain;
      }
    }
    throw Spelling.unknown(
        "consistency",
        text,
        List.of("linearizable", "lease", "session", "eventual", "bounded:500ms", "at-least:TOKEN"));
  }

  private static IllegalArgumentException missing(String wanted, String found) {
    return new IllegalArgumentException("expected " + wanted + "; found \"" + found + "\"");
  }
}
