package io.quorate.bench.compare;

import io.quorate.bench.turns.Round;
import io.quorate.bench.turns.Spread;
import java.util.List;

/** What must not become worse. */
enum Figure {
  /** It says what a store costs, and hardly depends on what else the machine does. */
  NODES_CPU("the nodes' processor time of an operation is %.1f %% higher") {
    @Override
    double of(Round round) {
      return round.serverCpu();
    }

    @Override
    double worse(double head, double commit) {
      return 100 * (head - commit) / commit;
    }
  },
  RATE("the rate is %.1f %% lower") {
    @Override
    double of(Round round) {
      return round.opsPerSecond();
    }

    @Override
    double worse(double head, double commit) {
      return 100 * (commit - head) / commit;
    }
  };

  private final String told;

  Figure(String told) {
    this.told = told;
  }

  abstract double of(Round round);

  /** By how much HEAD's median is worse, in percent; negative when it is better. */
  abstract double worse(double head, double commit);

  private Spread spread(List<Round> rounds) {
    return Spread.of(rounds, this::of);
  }

  double worse(List<Round> head, List<Round> commit) {
    return worse(spread(head).median(), spread(commit).median());
  }

  /** Whether the spreads do not overlap. */
  boolean apart(List<Round> head, List<Round> commit) {
    return !spread(head).overlaps(spread(commit));
  }

  String told(double worse) {
    return told.formatted(worse);
  }
}
