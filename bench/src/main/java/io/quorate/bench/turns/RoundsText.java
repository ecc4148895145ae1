package io.quorate.bench.turns;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Figures of rounds for people. */
public final class RoundsText {
  private RoundsText() {}

  /** Operations a second: {@code 8,600 [8,400 to 8,700]}. */
  public static String rate(List<Round> rounds) {
    var rate = Spread.of(rounds, Round::opsPerSecond);
    return "%,.0f [%,.0f to %,.0f]".formatted(rate.median(), rate.min(), rate.max());
  }

  /** The median of a figure that is given in microseconds, in milliseconds. */
  public static String millis(List<Round> rounds, ToDoubleFunction<Round> micros) {
    return "%.2f".formatted(Spread.of(rounds, micros).median() / 1e3);
  }

  /** One line: what used the processors beside what was measured. */
  public static String surroundings(List<Round> rounds) {
    if (rounds.isEmpty()) return "";
    var others = Spread.of(rounds, Round::othersCores);
    var rest = Spread.of(rounds, Round::restCores);
    return ("Beside the store that was measured, the waiting one kept %.2f cores busy (most %.2f),"
            + " all else %.2f (most %.2f).\n")
        .formatted(others.median(), others.max(), rest.median(), rest.max());
  }
}
