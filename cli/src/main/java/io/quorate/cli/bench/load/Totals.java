package io.quorate.cli.bench.load;

import java.util.HashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Intervals added up. Not for several threads. */
final class Totals {
  private final PerKind<Histogram> latencies = PerKind.each(Recording::histogram);
  private final Map<Failed, Long> failures = new HashMap<>();
  private long notSent;
  private long nanos;

  void add(Interval interval) {
    latencies.put().add(interval.latencies().put());
    latencies.get().add(interval.latencies().get());
    interval.failures().forEach((failed, count) -> failures.merge(failed, count, Long::sum));
    notSent += interval.notSent();
    nanos += interval.nanos();
  }

  /** Of operations that succeeded. */
  Histogram latencies(Kind kind) {
    return latencies.of(kind);
  }

  /** How many succeeded. */
  long operations(Kind kind) {
    return latencies.of(kind).getTotalCount();
  }

  Map<Failed, Long> failures() {
    return failures;
  }

  long notSent() {
    return notSent;
  }

  long nanos() {
    return nanos;
  }
}
