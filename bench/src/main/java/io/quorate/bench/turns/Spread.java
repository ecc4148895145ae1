package io.quorate.bench.turns;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** What several rounds make together. */
public record Spread(double median, double min, double max) {
  /** Of at least one round. */
  public static Spread of(List<Round> rounds, ToDoubleFunction<Round> figure) {
    var sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
    var half = sorted.length / 2;
    var median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1]);
  }

  /** Whether some value lies in both. */
  public boolean overlaps(Spread other) {
    return min <= other.max && other.min <= max;
  }
}
