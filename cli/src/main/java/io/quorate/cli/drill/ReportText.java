package io.quorate.cli.drill;

import io.quorate.cli.Durations;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A report for people, line by line: what was measured, and by whom. */
final class ReportText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

  private ReportText() {}

  static String of(DrillReport report) {
    var lines = new ArrayList<String>();
    lines.add(heading(report));
    report.reasons().forEach(reason -> lines.add("  " + reason));
    rows(report).forEach(row -> lines.add(row.toString()));
    report.measured().complaints().forEach(each -> lines.add("  " + each));
    return String.join("\n", lines) + "\n";
  }

  static String heading(DrillReport report) {
    return "drill %s: %s (a gap of at most %s is allowed; seed %d)"
        .formatted(
            report.drill(),
            report.passed() ? "PASSED" : "FAILED",
            Durations.text(report.maxGap()),
            report.seed());
  }

  /** A name, what was found, and what that means. */
  record Row(String name, String value, String meaning) {
    @Override
    public String toString() {
      return "%-12s %-28s %s".formatted(name, value, meaning).stripTrailing();
    }
  }

  static List<Row> rows(DrillReport report) {
    var rows = new ArrayList<Row>();
    for (var strike : report.strikes()) {
      var time = TIME.format(report.began().wall(strike.atNanos()).atZone(ZoneId.systemDefault()));
      rows.add(
          new Row("struck", strike.node() + (strike.led() ? ", which led" : ""), "at " + time));
    }
    rows.add(
        new Row(
            "detected",
            ms(report.detectedMs()),
            "last sign of the leader → another stands for election (the cluster's record)"));
    rows.add(
        new Row(
            "elected",
            ms(report.electedMs()),
            "from there → it is elected (the cluster's record)"));
    rows.add(
        new Row(
            "first write",
            ms(report.firstWriteMs()),
            "the fault → a write is acknowledged (the history)"));
    var gaps = report.measured().gaps();
    rows.add(
        new Row(
            "client gap",
            "p50 %d ms, max %d ms".formatted(gaps.p50Ms(), gaps.maxMs()),
            "one acknowledged write → the next, of one client (the history)"));
    var requests = report.measured().requests();
    rows.add(
        new Row(
            "requests",
            "%,d ok, %,d failed".formatted(requests.ok(), requests.failed()),
            "%,d of unknown outcome, %,d retried"
                .formatted(requests.unknown(), requests.retried())));
    var audit = report.measured().audit();
    rows.add(
        new Row(
            "writes",
            "%,d lost, %,d applied twice".formatted(audit.lost(), audit.duplicated()),
            "of those that were acknowledged"));
    rows.add(new Row("linearizable", report.measured().linearizable() ? "yes" : "NO", ""));
    for (var election : report.elections()) {
      rows.add(
          new Row(
              "election",
              "term %d, %s leads".formatted(election.term(), election.to()),
              election.trigger() + ": " + election.cause()));
    }
    rows.add(new Row("history", report.history().toString(), ""));
    return rows;
  }

  private static String ms(Optional<Long> value) {
    return value.map(ms -> ms + " ms").orElse("-");
  }
}
