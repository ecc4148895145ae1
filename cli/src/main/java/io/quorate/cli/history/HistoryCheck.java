package io.quorate.cli.history;

import io.quorate.cli.CommandFailure;
import io.quorate.cli.ExitCode;
import io.quorate.cli.Verb;
import io.quorate.cli.output.Json;
import io.quorate.history.History;
import io.quorate.history.HistoryReader;
import io.quorate.history.MalformedHistoryException;
import io.quorate.history.Operation;
import io.quorate.history.check.Checker;
import io.quorate.history.check.Initial;
import io.quorate.history.check.Report;
import io.quorate.history.check.Violation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quorate history check}. */
@Command(
    name = "check",
    description = {
      "Says whether recorded operations keep the promises: linearizable keys, sessions, stale"
          + " reads,",
      "counters, bank totals, serializable transactions of lists, locks, scans, change feeds.",
      "Several files are one history: their times must come from one clock.",
      "Exit code 0: all kept; 1: one was broken; 2: not a history; 4: could not be decided."
    },
    footer = {
      "",
      "Examples:",
      "  quorate history check history.jsonl",
      "  gunzip -c history.jsonl.gz | quorate history check -o json -"
    })
final class HistoryCheck extends Verb {
  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "One JSON object per line; - is standard input.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--initial",
      paramLabel = "absent|unknown",
      description = "What keys held before: nothing (absent, the default), or anything.")
  private Initial initial = Initial.ABSENT;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Shows at most so many violations as text; 20 unless given.")
  private int limit = 20;

  @Override
  public Integer call() throws IOException {
    var history = read();
    var reports = Checker.all(initial).stream().map(each -> each.check(history)).toList();
    var violations = reports.stream().flatMap(each -> each.violations().stream()).toList();
    var unknowns = reports.stream().flatMap(each -> each.unknowns().stream()).toList();
    if (output().json()) {
      output().document(json(history, reports, violations, unknowns));
    } else {
      text(history, reports, violations, unknowns);
    }
    if (!violations.isEmpty()) return ExitCode.FAILED;
    return unknowns.isEmpty() ? ExitCode.DONE : ExitCode.UNKNOWN;
  }

  private History read() throws IOException {
    var operations = new ArrayList<Operation>();
    try {
      for (var file : files) {
        if (file.equals("-")) {
          HistoryReader.read(terminal().in(), "standard input", operations::add);
        } else {
          HistoryReader.read(Path.of(file), operations::add);
        }
      }
    } catch (MalformedHistoryException wrong) {
      throw CommandFailure.of(
          ExitCode.USAGE, "MALFORMED_HISTORY", String.valueOf(wrong.getMessage()));
    }
    return History.of(operations);
  }

  /** An unknown is not linearizable: it is not known to be. */
  private static Json.Fields json(
      History history, List<Report> reports, List<Violation> violations, List<String> unknowns) {
    return Json.fields()
        .add("linearizable", violations.isEmpty() && unknowns.isEmpty())
        .add("operations", (long) history.operations().size())
        .add("violations", violations.stream().map(HistoryCheck::json).toList())
        .add("unknown", unknowns)
        .add(
            "checks",
            reports.stream()
                .filter(each -> each.operations() > 0)
                .map(
                    each ->
                        Json.fields()
                            .add("name", each.checker())
                            .add("operations", each.operations())
                            .add("violations", each.violations().size())
                            .add("unknown", each.unknowns().size()))
                .toList());
  }

  private static Json.Fields json(Violation violation) {
    return Json.fields()
        .add("kind", violation.kind())
        .add("key", violation.key())
        .add("why", violation.why())
        .add("operations", violation.operations().stream().map(HistoryCheck::json).toList());
  }

  private static Json.Fields json(Operation operation) {
    return Json.fields()
        .add("file", operation.source())
        .add("line", operation.invokeLine())
        .add("completed_line", operation.returnLine() == 0 ? null : operation.returnLine())
        .add("process", operation.process())
        .add("f", operation.f())
        .add("value", operation.ok() ? operation.result() : operation.argument())
        .add("outcome", operation.outcome().name().toLowerCase(Locale.ROOT))
        .add("invoked", operation.invokedAt())
        .add("returned", operation.returnedAt() == Long.MAX_VALUE ? null : operation.returnedAt());
  }

  private void text(
      History history, List<Report> reports, List<Violation> violations, List<String> unknowns) {
    for (var violation : violations.subList(0, Math.min(limit, violations.size()))) {
      var key = violation.key();
      output()
          .line(
              "VIOLATION %s%s\n  %s"
                  .formatted(
                      violation.kind(), key == null ? "" : " of key " + key, violation.why()));
      violation.operations().forEach(each -> output().line("    " + place(each)));
    }
    if (violations.size() > limit) {
      output().line("... and %,d more".formatted(violations.size() - limit));
    }
    unknowns.forEach(each -> output().line("UNKNOWN " + each));
    var looked =
        reports.stream()
            .filter(each -> each.operations() > 0)
            .map(each -> each.checker() + " " + "%,d".formatted(each.operations()))
            .toList();
    output()
        .line(
            "%s: %,d operations (%s)"
                .formatted(
                    verdict(violations, unknowns),
                    history.operations().size(),
                    looked.isEmpty()
                        ? "nothing that a checker understands"
                        : String.join(", ", looked)));
  }

  private static String verdict(List<Violation> violations, List<String> unknowns) {
    if (!violations.isEmpty()) return "VIOLATED, %,d times".formatted(violations.size());
    return unknowns.isEmpty() ? "linearizable" : "UNKNOWN";
  }

  private static String place(Operation operation) {
    var returned =
        operation.returnedAt() == Long.MAX_VALUE ? "never" : "at " + operation.returnedAt();
    return "%s, line %d: %s, invoked at %d, returned %s"
        .formatted(
            operation.source(),
            operation.invokeLine(),
            operation.f(),
            operation.invokedAt(),
            returned);
  }
}
