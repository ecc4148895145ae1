package io.quorate.cli.drill;

import java.util.ArrayList;
import java.util.List;

/**
 * How long the probe had to wait from one acknowledgement to the next, from the last one before the
 * first strike to the end of the drill.
 *
 * @param all in the order in which they were
 */
record Gaps(List<Gap> all) {
  Gaps {
    all = List.copyOf(all);
  }

  /** Between two acknowledgements, on the clock of the history. */
  record Gap(long fromNanos, long toNanos) {
    long nanos() {
      return toNanos - fromNanos;
    }
  }

  static Gaps of(List<Probe> probes, long firstStrike) {
    var gaps = new ArrayList<Gap>();
    var last = Long.MIN_VALUE;
    for (var probe : probes) {
      if (!probe.acknowledged()) continue;
      if (last != Long.MIN_VALUE && probe.endNanos() > firstStrike) {
        gaps.add(new Gap(last, probe.endNanos()));
      }
      last = probe.endNanos();
    }
    // The last was not acknowledged: the gap is at least as long as the probe went on.
    if (last != Long.MIN_VALUE && probes.getLast().endNanos() > last) {
      gaps.add(new Gap(last, probes.getLast().endNanos()));
    }
    return new Gaps(gaps);
  }

  /** Half of them were no longer. 0 when there is none. */
  long p50Ms() {
    if (all.isEmpty()) return 0;
    var sorted = all.stream().map(Gap::nanos).sorted().toList();
    return Millis.of(sorted.get((sorted.size() - 1) / 2));
  }

  long maxMs() {
    return Millis.of(all.stream().mapToLong(Gap::nanos).max().orElse(0));
  }
}
