package io.quorate.bench.turns;

import io.quorate.cli.bench.load.Latency;
import io.quorate.cli.bench.load.Report;
import io.quorate.cli.output.Json;
import java.util.List;

/**
 * One measurement of one store.
 *
 * @param number from 1
 * @param p50 in microseconds, as all latencies here
 * @param serverCpu of all nodes, in microseconds for an operation
 * @param clientCpu of the generator, in microseconds for an operation
 * @param othersCores processors that the nodes of the waiting store kept busy
 * @param restCores processors that all else kept busy
 */
public record Round(
    int number,
    double seconds,
    double opsPerSecond,
    double p50,
    double p99,
    long errors,
    double serverCpu,
    double clientCpu,
    double othersCores,
    double restCores) {

  static Round of(int number, Report report, Cpu cpu) {
    var operations = report.operations();
    var nanos = report.seconds() * 1e9;
    return new Round(
        number,
        report.seconds(),
        report.opsPerSecond(),
        report.latency().map(Latency::p50).orElse(0L) / 1e3,
        report.latency().map(Latency::p99).orElse(0L) / 1e3,
        report.errors(),
        cpu.servers() / 1e3 / operations,
        cpu.client() / 1e3 / operations,
        cpu.others() / nanos,
        cpu.rest() / nanos);
  }

  public static long errors(List<Round> rounds) {
    return rounds.stream().mapToLong(Round::errors).sum();
  }

  /** For scripts. */
  public Json.Fields json() {
    return Json.fields()
        .add("round", number)
        .add("seconds", seconds)
        .add("ops_per_second", opsPerSecond)
        .add("p50_us", p50)
        .add("p99_us", p99)
        .add("errors", errors)
        .add("nodes_cpu_us", serverCpu)
        .add("generator_cpu_us", clientCpu)
        .add("waiting_store_cores", othersCores)
        .add("rest_cores", restCores);
  }
}
