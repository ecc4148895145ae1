package io.quorate.bench.peers;

import io.quorate.bench.peers.Result.Compared;
import io.quorate.bench.peers.Result.Failed;
import io.quorate.bench.peers.Result.NotOffered;
import io.quorate.bench.turns.Round;
import io.quorate.bench.turns.RoundsText;
import io.quorate.bench.turns.Row;
import io.quorate.bench.turns.Spread;
import io.quorate.cli.output.Table;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The results for people: a table of ratios, and below it what must be known to read it. */
final class ResultText {
  private static final String LEGEND =
      """

      Rates: operations a second, median [lowest to highest] of the rounds. Ratio: of the medians;
      above 1 Quorate did more. All else: medians, Quorate / peer. CPU: processor time of an
      operation, all three nodes + the generator.
      """;

  private ResultText() {}

  static String of(List<Result> results) {
    var text = new StringBuilder(table(results).toString()).append(LEGEND);
    meanings(results, text);
    text.append(surroundings(results));
    errors(results, text);
    failures(results, text);
    return text.toString();
  }

  private static Table table(List<Result> results) {
    var table =
        new Table("ROW", "PEER", "QUORATE", "PEER'S", "RATIO", "CPU µs", "P50 ms", "P99 ms");
    for (var result : results) {
      switch (result) {
        case Compared it -> row(table, it);
        case NotOffered it -> row(table, it, "not offered");
        case Failed it -> row(table, it, "FAILED");
      }
    }
    return table;
  }

  private static void row(Table table, Result result, String why) {
    table.row(result.row(), result.peer(), "-", why, "-", "-", "-", "-");
  }

  private static void row(Table table, Compared it) {
    var our = Spread.of(it.quorate(), Round::opsPerSecond);
    var their = Spread.of(it.theirs(), Round::opsPerSecond);
    table.row(
        it.row(),
        it.peer(),
        RoundsText.rate(it.quorate()),
        RoundsText.rate(it.theirs()),
        "%.2fx".formatted(our.median() / their.median()),
        cpu(it.quorate()) + " / " + cpu(it.theirs()),
        millis(it, Round::p50),
        millis(it, Round::p99));
  }

  private static String cpu(List<Round> rounds) {
    return "%.1f+%.1f"
        .formatted(
            Spread.of(rounds, Round::serverCpu).median(),
            Spread.of(rounds, Round::clientCpu).median());
  }

  private static String millis(Compared it, ToDoubleFunction<Round> micros) {
    return RoundsText.millis(it.quorate(), micros) + " / " + RoundsText.millis(it.theirs(), micros);
  }

  private static Stream<Compared> compared(List<Result> results) {
    return results.stream().filter(Compared.class::isInstance).map(Compared.class::cast);
  }

  private static void meanings(List<Result> results, StringBuilder text) {
    var meanings = new TreeMap<String, TreeSet<Row>>();
    compared(results)
        .forEach(
            it ->
                meanings
                    .computeIfAbsent(it.peer() + ": " + it.meaning(), each -> new TreeSet<>())
                    .add(it.row()));
    meanings.forEach((meaning, rows) -> text.append("%s %s\n".formatted(meaning, rows)));
  }

  private static String surroundings(List<Result> results) {
    return RoundsText.surroundings(
        compared(results)
            .flatMap(it -> Stream.concat(it.quorate().stream(), it.theirs().stream()))
            .toList());
  }

  private static void errors(List<Result> results, StringBuilder text) {
    compared(results)
        .forEach(
            it -> {
              var our = Round.errors(it.quorate());
              var their = Round.errors(it.theirs());
              if (our + their > 0) {
                text.append(
                    "Errors in %s with %s: Quorate %,d, the peer %,d.\n"
                        .formatted(it.row(), it.peer(), our, their));
              }
            });
  }

  private static void failures(List<Result> results, StringBuilder text) {
    var whys = new TreeSet<String>();
    for (var result : results) {
      if (result instanceof Failed it) whys.add("%s: %s".formatted(it.peer(), it.why()));
    }
    whys.forEach(why -> text.append("LEFT OUT: ").append(why).append('\n'));
  }
}
