package io.quorate.bench.compare;

import io.quorate.bench.turns.Measured;
import io.quorate.bench.turns.Round;
import io.quorate.bench.turns.RoundsText;
import io.quorate.bench.turns.Spread;
import io.quorate.cli.output.Table;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The comparison for people: a table, and below it what must be known to read it. */
final class ComparisonText {
  private static final String LEGEND =
      """

      Medians [lowest to highest] of the rounds. RATE: operations a second. NODES, GENERATOR:
      processor time of an operation, of all three nodes and of the client. Ratio: HEAD's median
      by the other's; above 1 HEAD does more, or takes longer.
      """;

  private final Comparison comparison;

  private ComparisonText(Comparison comparison) {
    this.comparison = comparison;
  }

  static String of(Comparison comparison) {
    return new ComparisonText(comparison).text();
  }

  private String text() {
    var text = new StringBuilder(table().toString()).append(LEGEND);
    text.append(RoundsText.surroundings(comparison.rows().stream().flatMap(this::all).toList()));
    comparison.rows().forEach(row -> text.append(errors(row)));
    comparison.rows().forEach(row -> text.append(verdict(row)));
    return text.append(end()).toString();
  }

  private Stream<Round> all(Measured row) {
    return Stream.concat(row.first().stream(), row.second().stream());
  }

  private Table table() {
    var table =
        new Table("ROW", "SIDE", "RATE", "NODES µs", "GENERATOR µs", "P50 ms", "P99 ms", "VERDICT");
    for (var row : comparison.rows()) {
      side(table, row.row(), "HEAD", row.first());
      side(table, "", comparison.commit(), row.second());
      ratios(table, row);
    }
    return table;
  }

  private static void side(Table table, Object row, String side, List<Round> rounds) {
    if (rounds.isEmpty()) {
      table.row(row, side, "-", "-", "-", "-", "-", "");
      return;
    }
    table.row(
        row,
        side,
        RoundsText.rate(rounds),
        nodes(rounds),
        "%.1f".formatted(Spread.of(rounds, Round::clientCpu).median()),
        RoundsText.millis(rounds, Round::p50),
        RoundsText.millis(rounds, Round::p99),
        "");
  }

  private static String nodes(List<Round> rounds) {
    var cpu = Spread.of(rounds, Round::serverCpu);
    return "%.1f [%.1f to %.1f]".formatted(cpu.median(), cpu.min(), cpu.max());
  }

  private void ratios(Table table, Measured row) {
    table.row(
        "",
        "ratio",
        ratio(row, Round::opsPerSecond),
        ratio(row, Round::serverCpu),
        "",
        ratio(row, Round::p50),
        "",
        comparison.verdict(row).word());
  }

  private static String ratio(Measured row, ToDoubleFunction<Round> figure) {
    if (row.first().isEmpty() || row.second().isEmpty()) return "-";
    return "%.3f"
        .formatted(
            Spread.of(row.first(), figure).median() / Spread.of(row.second(), figure).median());
  }

  private String errors(Measured row) {
    var our = Round.errors(row.first());
    var their = Round.errors(row.second());
    if (our + their == 0) return "";
    return "Errors in %s: HEAD %,d, %s %,d.\n"
        .formatted(row.row(), our, comparison.commit(), their);
  }

  private String verdict(Measured row) {
    return switch (comparison.verdict(row)) {
      case Verdict.Kept _ -> "";
      case Verdict.Unclear it ->
          "Unclear: %s: %s, but the spreads overlap.\n"
              .formatted(row.row(), String.join(", ", it.why()));
      case Verdict.Lost it -> "LOST: %s: %s.\n".formatted(row.row(), String.join(", ", it.why()));
      case Verdict.NotMeasured it ->
          "NOT MEASURED: %s, but for %d and %d rounds: %s\n"
              .formatted(row.row(), row.first().size(), row.second().size(), firstLine(it.why()));
    };
  }

  /** The rest, lines of a log, was told when it happened. */
  private static String firstLine(String why) {
    return why.lines().findFirst().orElse("");
  }

  private String end() {
    if (comparison.isPartial()) return "PARTIAL: not everything could be measured.\n";
    if (comparison.exitCode() == Comparison.LOST) return "";
    return "Nothing is lost: no figure is more than %s %% worse with spreads apart.\n"
        .formatted(comparison.loss());
  }
}
