package io.quorate.chaos.scenario;

import io.quorate.chaos.workload.Workload;
import io.quorate.history.History;
import io.quorate.history.check.Report;
import io.quorate.history.check.Violation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** What the checkers say of the history of one workload. */
public record Judgement(String workload, int operations, List<Report> reports) {
  public Judgement {
    reports = List.copyOf(reports);
  }

  static Judgement of(Workload workload, List<Path> files) throws IOException {
    var history = History.read(files.toArray(Path[]::new));
    return new Judgement(
        workload.name(),
        history.operations().size(),
        workload.checkers().stream().map(checker -> checker.check(history)).toList());
  }

  public List<Violation> violations() {
    return reports.stream().flatMap(report -> report.violations().stream()).toList();
  }

  /** Whether every promise was kept, surely, and each checker had something to judge. */
  boolean holds() {
    return reports.stream().allMatch(report -> report.holds() && report.operations() > 0);
  }

  @Override
  public String toString() {
    return reports.stream()
        .map(
            report ->
                "%s: %,d of %,d operations, %d violations, %d unknown%s"
                    .formatted(
                        report.checker(),
                        report.operations(),
                        operations,
                        report.violations().size(),
                        report.unknowns().size(),
                        details(report)))
        .collect(Collectors.joining("; "));
  }

  private static String details(Report report) {
    var some =
        report.violations().stream()
            .limit(5)
            .map(each -> "\n  " + each.kind() + " of " + each.key() + ": " + each.why())
            .collect(Collectors.joining());
    return some
        + report.unknowns().stream()
            .limit(5)
            .map(each -> "\n  " + each)
            .collect(Collectors.joining());
  }
}
