package io.quorate.cli.bench.load;

import io.quorate.cli.output.Table;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** A report for people. */
public final class ReportText {
  private ReportText() {}

  /** A table, and below it whatever is not as it should be. */
  public static String of(Report report) {
    var text = new StringBuilder(table(report).toString());
    if (report.errors() > 0) {
      text.append(
          "errors: %,d (%s), of them %,d puts of unknown outcome\n"
              .formatted(report.errors(), codes(report), report.unknown()));
    }
    if (report.notSent() > 0) {
      text.append(
          "not sent: %,d, too many were outstanding or the generator was late\n"
              .formatted(report.notSent()));
    }
    if (report.unfinished() > 0) {
      text.append("unfinished: %,d, never answered\n".formatted(report.unfinished()));
    }
    if (report.partial()) text.append(partial(report)).append('\n');
    return text.toString();
  }

  private static Table table(Report report) {
    var table =
        new Table(
            "OPERATION", "COUNT", "PER SECOND", "MIN", "MEAN", "P50", "P90", "P99", "P99.9", "MAX");
    for (var kind : report.kinds()) {
      row(
          table,
          kind.toString(),
          report.operations(kind),
          report.opsPerSecond(kind),
          report.latency(kind));
    }
    if (report.kinds().size() > 1) {
      row(table, "all", report.operations(), report.opsPerSecond(), report.latency());
    }
    return table;
  }

  private static void row(
      Table table, String name, long count, double perSecond, Optional<Latency> latency) {
    table.row(
        name,
        "%,d".formatted(count),
        "%,.0f".formatted(perSecond),
        text(latency, Latency::min),
        text(latency, each -> Math.round(each.mean())),
        text(latency, Latency::p50),
        text(latency, Latency::p90),
        text(latency, Latency::p99),
        text(latency, Latency::p999),
        text(latency, Latency::max));
  }

  private static String codes(Report report) {
    return report.errorsByCode().entrySet().stream()
        .map(each -> "%s %,d".formatted(each.getKey(), each.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String partial(Report report) {
    var why =
        switch (report.ended()) {
          case INTERRUPTED -> "interrupted";
          case UNANSWERED -> "the store did not answer any more, or nothing but errors";
          case DONE -> throw new IllegalArgumentException("it is whole");
        };
    return "PARTIAL: %s; these are %.1f s%s"
        .formatted(why, report.seconds(), report.warmUpOnly() ? " of the warm-up" : "");
  }

  /** One line for a second that has passed. */
  public static String progress(Second second) {
    return "%4d s  %,9.0f/s  p50 %s  p99 %s  max %s%s%s"
        .formatted(
            second.number(),
            second.opsPerSecond(),
            text(second.latency(), Latency::p50),
            text(second.latency(), Latency::p99),
            text(second.latency(), Latency::max),
            second.errors() > 0 ? "  errors %,d".formatted(second.errors()) : "",
            second.warmUp() ? "  (warm-up)" : "");
  }

  private static String text(Optional<Latency> latency, ToLongFunction<Latency> part) {
    return latency.isEmpty() ? "-" : text(part.applyAsLong(latency.get()));
  }

  private static String text(long nanos) {
    if (nanos < 1_000_000) return Math.round(nanos / 1e3) + " µs";
    if (nanos < 1_000_000_000) return String.format(Locale.ROOT, "%.2f ms", nanos / 1e6);
    return String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
  }
}
