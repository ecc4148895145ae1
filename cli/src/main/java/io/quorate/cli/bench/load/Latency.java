package io.quorate.cli.bench.load;

import java.util.Optional;
import org.HdrHistogram.Histogram;

/** How latencies are distributed, in nanoseconds. */
public record Latency(double mean, long min, long p50, long p90, long p99, long p999, long max) {

  /** Of all of them together; empty when there is none. */
  static Optional<Latency> of(Histogram... parts) {
    var all = Recording.histogram();
    for (var part : parts) all.add(part);
    if (all.getTotalCount() == 0) return Optional.empty();
    return Optional.of(
        new Latency(
            all.getMean(),
            all.getMinValue(),
            all.getValueAtPercentile(50),
            all.getValueAtPercentile(90),
            all.getValueAtPercentile(99),
            all.getValueAtPercentile(99.9),
            all.getMaxValue()));
  }
}
