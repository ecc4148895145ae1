package io.quorate.bench.compare;

import io.quorate.bench.turns.Measured;
import io.quorate.bench.turns.Round;
import io.quorate.bench.turns.Spread;
import io.quorate.cli.output.Json;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The comparison for scripts, with all rounds. Times are microseconds. */
final class ComparisonJson {
  private ComparisonJson() {}

  static Json.Fields of(Comparison comparison) {
    return Json.fields()
        .add("loss_percent", comparison.loss())
        .add("partial", comparison.isPartial())
        .add("exit_code", comparison.exitCode())
        .add("results", comparison.rows().stream().map(row -> row(comparison, row)).toList());
  }

  private static Json.Fields row(Comparison comparison, Measured row) {
    var verdict = comparison.verdict(row);
    return Json.fields()
        .add("row", row.row().toString())
        .add("verdict", verdict.word().toLowerCase(Locale.ROOT).replace(' ', '_'))
        .add("why", why(verdict))
        .add("ratio_nodes_cpu", ratio(row, Round::serverCpu))
        .add("ratio_ops_per_second", ratio(row, Round::opsPerSecond))
        .add("ratio_p50", ratio(row, Round::p50))
        .add("head_rounds", row.first().stream().map(Round::json).toList())
        .add("commit_rounds", row.second().stream().map(Round::json).toList());
  }

  private static List<String> why(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Kept _ -> List.of();
      case Verdict.Unclear it -> it.why();
      case Verdict.Lost it -> it.why();
      case Verdict.NotMeasured it -> List.of(it.why());
    };
  }

  /** Of HEAD's median by the other's; null while there is none. */
  private static @Nullable Double ratio(Measured row, ToDoubleFunction<Round> figure) {
    if (row.first().isEmpty() || row.second().isEmpty()) return null;
    return Spread.of(row.first(), figure).median() / Spread.of(row.second(), figure).median();
  }
}
