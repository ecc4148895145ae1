package io.quorate.bench.compare;

import io.quorate.bench.turns.Measured;
import java.util.List;

/**
 * The rows of HEAD, whose rounds are the first, and of another commit.
 *
 * @param commit its short hash
 * @param loss in percent, past which a row fails
 */
record Comparison(String commit, double loss, List<Measured> rows) {
  /** Exit codes of {@code bench/compare}. */
  static final int KEPT = 0;

  static final int LOST = 1;
  static final int NOT_MEASURED = 3;

  Comparison {
    rows = List.copyOf(rows);
  }

  Verdict verdict(Measured row) {
    return Verdict.of(row, loss);
  }

  /** What was measured and lost stays lost, whatever could not be measured. */
  int exitCode() {
    if (any(Verdict.Lost.class)) return LOST;
    return isPartial() ? NOT_MEASURED : KEPT;
  }

  /** Whether a row lacks rounds. */
  boolean isPartial() {
    return any(Verdict.NotMeasured.class);
  }

  private boolean any(Class<? extends Verdict> kind) {
    return rows.stream().map(this::verdict).anyMatch(kind::isInstance);
  }
}
