package io.quorate.bench.compare;

import io.quorate.bench.turns.Measured;
import java.util.ArrayList;
import java.util.List;

/** What has become of a row. */
sealed interface Verdict {
  /** Nothing is worse by more than the loss. */
  record Kept() implements Verdict {}

  /**
   * A median is worse by more than the loss, but the spreads overlap: it may be chance.
   *
   * @param why a sentence on each figure
   */
  record Unclear(List<String> why) implements Verdict {
    public Unclear {
      why = List.copyOf(why);
    }
  }

  /**
   * A median is worse by more than the loss, and the spreads do not overlap.
   *
   * @param why a sentence on each figure
   */
  record Lost(List<String> why) implements Verdict {
    public Lost {
      why = List.copyOf(why);
    }
  }

  /** There are not all of its rounds. */
  record NotMeasured(String why) implements Verdict {}

  /** {@code loss} is in percent; HEAD's rounds are the first. */
  static Verdict of(Measured row, double loss) {
    var failure = row.failure();
    if (failure != null) return new NotMeasured(failure);
    var lost = new ArrayList<String>();
    var unclear = new ArrayList<String>();
    for (var figure : Figure.values()) {
      var worse = figure.worse(row.first(), row.second());
      if (worse > loss) {
        var apart = figure.apart(row.first(), row.second());
        (apart ? lost : unclear).add(figure.told(worse));
      }
    }
    if (!lost.isEmpty()) return new Lost(lost);
    return unclear.isEmpty() ? new Kept() : new Unclear(unclear);
  }

  /** The word of reports. */
  default String word() {
    return switch (this) {
      case Kept _ -> "kept";
      case Unclear _ -> "unclear";
      case Lost _ -> "LOST";
      case NotMeasured _ -> "NOT MEASURED";
    };
  }
}
