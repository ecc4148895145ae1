package io.quorate.cli.drill;

import io.quorate.history.History;
import io.quorate.history.check.Checker;
import io.quorate.history.check.Initial;
import io.quorate.history.check.Violation;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that the recorded history says of a drill. A pure function of the history and the strikes, so
 * that anybody with the file can compute it again.
 *
 * @param complaints of the checkers; empty = the history is linearizable
 */
record Measured(
    List<Probe> probes,
    Gaps gaps,
    FirstWrites firstWrites,
    Requests requests,
    WriteAudit audit,
    List<String> complaints) {
  private static final int MOST_COMPLAINTS = 20;

  Measured {
    probes = List.copyOf(probes);
    complaints = List.copyOf(complaints);
  }

  static Measured of(History history, String probeKey, List<Strike> strikes) {
    var probes = Probe.of(history, probeKey);
    return new Measured(
        probes,
        Gaps.of(probes, strikes.getFirst().atNanos()),
        FirstWrites.of(history, strikes),
        Requests.of(history),
        WriteAudit.of(history),
        complaints(history));
  }

  boolean linearizable() {
    return complaints.isEmpty();
  }

  private static List<String> complaints(History history) {
    return Checker.all(Initial.ABSENT).stream()
        .map(checker -> checker.check(history))
        .flatMap(
            report ->
                Stream.concat(
                    report.violations().stream().map(Measured::sentence),
                    report.unknowns().stream()))
        .limit(MOST_COMPLAINTS)
        .toList();
  }

  private static String sentence(Violation violation) {
    var key = violation.key();
    return violation.kind() + (key == null ? "" : " of key " + key) + ": " + violation.why();
  }
}
