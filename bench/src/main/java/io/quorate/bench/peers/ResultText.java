package io.quorate.bench.peers;

import io.quorate.bench.peers.Result.Compared;
import io.quorate.bench.peers.Result.Failed;
import io.quorate.bench.peers.Result.NotOffered;
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
    surroundings(results, text);
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
        rate(our),
        rate(their),
        "%.2fx".formatted(our.median() / their.median()),
        cpu(it.quorate()) + " / " + cpu(it.theirs()),
        millis(it.quorate(), Round::p50) + " / " + millis(it.theirs(), Round::p50),
        millis(it.quorate(), Round::p99) + " / " + millis(it.theirs(), Round::p99));
  }

  private static String rate(Spread rate) {
    return "%,.0f [%,.0f to %,.0f]".formatted(rate.median(), rate.min(), rate.max());
  }

  private static String cpu(List<Round> rounds) {
    return "%.1f+%.1f"
        .formatted(
            Spread.of(rounds, Round::serverCpu).median(),
            Spread.of(rounds, Round::clientCpu).median());
  }

  private static String millis(List<Round> rounds, ToDoubleFunction<Round> micros) {
    return "%.2f".formatted(Spread.of(rounds, micros).median() / 1e3);
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

  private static void surroundings(List<Result> results, StringBuilder text) {
    var all =
        compared(results)
            .flatMap(it -> Stream.concat(it.quorate().stream(), it.theirs().stream()))
            .toList();
    if (all.isEmpty()) return;
    var others = Spread.of(all, Round::othersCores);
    var rest = Spread.of(all, Round::restCores);
    text.append(
        ("Beside the store that was measured, the waiting one kept %.2f cores busy (most %.2f),"
                + " all else %.2f (most %.2f).\n")
            .formatted(others.median(), others.max(), rest.median(), rest.max()));
  }

  private static void errors(List<Result> results, StringBuilder text) {
    compared(results)
        .forEach(
            it -> {
              var our = it.quorate().stream().mapToLong(Round::errors).sum();
              var their = it.theirs().stream().mapToLong(Round::errors).sum();
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
