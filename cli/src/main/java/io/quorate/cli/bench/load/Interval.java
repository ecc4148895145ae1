package io.quorate.cli.bench.load;

import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What ended between two moments.
 *
 * @param latencies of operations that succeeded, in nanoseconds
 * @param oldestFailure when that of the failed operations began which began first
 */
record Interval(
    long from,
    long to,
    PerKind<Histogram> latencies,
    Map<Failed, Long> failures,
    long notSent,
    long oldestFailure) {

  long nanos() {
    return to - from;
  }

  /** How many succeeded. */
  long operations() {
    return latencies.put().getTotalCount() + latencies.get().getTotalCount();
  }

  long errors() {
    return failures.values().stream().mapToLong(Long::longValue).sum();
  }
}
