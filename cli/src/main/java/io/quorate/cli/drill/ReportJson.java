package io.quorate.cli.drill;

import io.quorate.cli.output.Json;
import io.quorate.client.Election;
import java.util.ArrayList;
import java.util.List;

/** A report for scripts. Its names are a contract: add, never rename. */
final class ReportJson {
  private ReportJson() {}

  static Json.Fields of(DrillReport report) {
    var gaps = report.measured().gaps();
    var requests = report.measured().requests();
    return Json.fields()
        .add("drill", report.drill().toString())
        .add("seed", report.seed())
        .add("detected_ms", report.detectedMs().orElse(null))
        .add("elected_ms", report.electedMs().orElse(null))
        .add("first_write_ms", report.firstWriteMs().orElse(null))
        .add("client_gap_ms", Json.fields().add("p50", gaps.p50Ms()).add("max", gaps.maxMs()))
        .add(
            "requests",
            Json.fields()
                .add("ok", requests.ok())
                .add("failed", requests.failed())
                .add("unknown", requests.unknown())
                .add("retried", requests.retried()))
        .add("acknowledged_lost", report.measured().audit().lost())
        .add("duplicated", report.measured().audit().duplicated())
        .add("linearizable", report.measured().linearizable())
        .add("passed", report.passed())
        .add("reasons", report.reasons())
        .add("max_gap_ms", report.maxGap().toMillis())
        .add("began", report.began().wall().toString())
        .add("strikes", strikes(report))
        .add("elections", report.elections().stream().map(ReportJson::election).toList())
        .add("complaints", report.measured().complaints())
        .add("probe_key", report.probeKey())
        .add("history", report.history().toString());
  }

  private static List<Json.Fields> strikes(DrillReport report) {
    var all = new ArrayList<Json.Fields>();
    for (var i = 0; i < report.strikes().size(); i++) {
      var strike = report.strikes().get(i);
      var first = report.measured().firstWrites().all().get(i);
      all.add(
          Json.fields()
              .add("node", strike.node())
              .add("led", strike.led())
              .add("new_leader", strike.newLeader())
              .add("time", report.began().wall(strike.atNanos()).toString())
              .add("time_ns", strike.atNanos())
              .add(
                  "first_write_ms",
                  first.map(at -> Millis.of(at - strike.atNanos())).orElse(null)));
    }
    return all;
  }

  private static Json.Fields election(Election election) {
    return Json.fields()
        .add("time", election.time().toString())
        .add("term", election.term())
        .add("from", election.from().isEmpty() ? null : election.from())
        .add("to", election.to())
        .add("trigger", election.trigger())
        .add("cause", election.cause())
        .add("detected_ms", election.detectedMs())
        .add("elected_ms", election.electedMs())
        .add("unavailable_ms", election.unavailableMs());
  }
}
