package io.quorate.cli.bench.load;

import io.quorate.cli.output.Json;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** A report for scripts. Its names are a contract: add, never rename. */
public final class ReportJson {
  private ReportJson() {}

  /** Times are microseconds; null where no operation succeeded. */
  public static Json.Fields of(Report report) {
    return Json.fields()
        .add("operations", report.operations())
        .add("ops_per_second", tenths(report.opsPerSecond()))
        .add("latency_us", latency(report.latency()))
        .add("errors", report.errors())
        .add("partial", report.partial())
        .add("ended", report.ended().toString())
        .add("warm_up_only", report.warmUpOnly())
        .add("seconds", thousandths(report.seconds()))
        .add("outcomes", outcomes(report))
        .add("errors_by_code", report.errorsByCode())
        .add("by_operation", byOperation(report))
        .add("per_second", report.perSecond().stream().map(ReportJson::second).toList());
  }

  private static Json.Fields outcomes(Report report) {
    return Json.fields()
        .add("ok", report.operations() + report.late())
        .add("ok_late", report.late())
        .add("failed", report.errors() - report.unknown())
        .add("unknown", report.unknown())
        .add("not_sent", report.notSent())
        .add("unfinished", report.unfinished());
  }

  private static Json.Fields byOperation(Report report) {
    var fields = Json.fields();
    for (var kind : report.kinds()) {
      fields.add(
          kind.toString(),
          Json.fields()
              .add("operations", report.operations(kind))
              .add("ops_per_second", tenths(report.opsPerSecond(kind)))
              .add("latency_us", latency(report.latency(kind)))
              .add("errors", report.errors(kind)));
    }
    return fields;
  }

  private static Json.Fields second(Second second) {
    return Json.fields()
        .add("second", second.number())
        .add("warm_up", second.warmUp())
        .add("seconds", thousandths(second.seconds()))
        .add("operations", second.operations())
        .add("ops_per_second", tenths(second.opsPerSecond()))
        .add("errors", second.errors())
        .add("not_sent", second.notSent())
        .add("latency_us", latency(second.latency()));
  }

  private static Json.Fields latency(Optional<Latency> latency) {
    return Json.fields()
        .add("p50", micros(latency, Latency::p50))
        .add("p90", micros(latency, Latency::p90))
        .add("p99", micros(latency, Latency::p99))
        .add("p999", micros(latency, Latency::p999))
        .add("max", micros(latency, Latency::max))
        .add("mean", micros(latency, Latency::mean))
        .add("min", micros(latency, Latency::min));
  }

  private static @Nullable Double micros(
      Optional<Latency> latency, ToDoubleFunction<Latency> part) {
    return latency.isEmpty() ? null : tenths(part.applyAsDouble(latency.get()) / 1_000);
  }

  private static double tenths(double number) {
    return Math.round(number * 10) / 10.0;
  }

  private static double thousandths(double number) {
    return Math.round(number * 1_000) / 1_000.0;
  }
}
