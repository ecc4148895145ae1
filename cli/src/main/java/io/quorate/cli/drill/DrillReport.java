package io.quorate.cli.drill;

import io.quorate.cli.Durations;
import io.quorate.client.Election;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a drill found.
 *
 * @param elections those since it began, the newest first, as the cluster recorded them
 * @param troubles what went wrong besides what was measured
 */
record DrillReport(
    Drill drill,
    long seed,
    Duration maxGap,
    Clocks began,
    List<Strike> strikes,
    List<Long> undoneAtNanos,
    List<Election> elections,
    Measured measured,
    String probeKey,
    Path history,
    List<String> troubles) {
  DrillReport {
    strikes = List.copyOf(strikes);
    undoneAtNanos = List.copyOf(undoneAtNanos);
    elections = List.copyOf(elections);
    troubles = List.copyOf(troubles);
  }

  /** The costliest of the elections: the one whose times are reported. */
  Optional<Election> election() {
    return elections.stream().max(Comparator.comparingLong(Election::unavailableMs));
  }

  /** Empty = there was no election, or the new leader could not measure it. */
  Optional<Long> detectedMs() {
    return election().map(Election::detectedMs).filter(ms -> ms >= 0);
  }

  Optional<Long> electedMs() {
    return election().map(Election::electedMs).filter(ms -> ms >= 0);
  }

  Optional<Long> firstWriteMs() {
    return measured.firstWrites().worstMs(strikes);
  }

  boolean passed() {
    return reasons().isEmpty();
  }

  /** Why it did not pass. */
  List<String> reasons() {
    var reasons = new ArrayList<>(troubles);
    if (firstWriteMs().isEmpty()) reasons.add("no write was acknowledged after the fault");
    if (measured.gaps().maxMs() > maxGap.toMillis()) {
      reasons.add(
          "the client saw a gap of %d ms, more than %s (--max-gap)"
              .formatted(measured.gaps().maxMs(), Durations.text(maxGap)));
    }
    if (measured.audit().lost() > 0) {
      reasons.add(measured.audit().lost() + " acknowledged writes are lost");
    }
    if (measured.audit().duplicated() > 0) {
      reasons.add(measured.audit().duplicated() + " writes took effect more often than once");
    }
    if (!measured.linearizable()) reasons.add("the history is not linearizable, or unknown");
    if (strikes.stream().anyMatch(Strike::newLeader) && elections.isEmpty()) {
      reasons.add("the cluster has no record of an election");
    }
    return reasons;
  }
}
