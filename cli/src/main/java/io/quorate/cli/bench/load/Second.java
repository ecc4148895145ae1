package io.quorate.cli.bench.load;

import java.util.Optional;

/**
 * One second of a run.
 *
 * @param number from 1, the warm-up included
 * @param seconds how long it really was
 * @param operations that succeeded
 * @param latency empty when none succeeded
 */
public record Second(
    int number,
    boolean warmUp,
    double seconds,
    long operations,
    long errors,
    long notSent,
    Optional<Latency> latency) {

  static Second of(int number, boolean warmUp, Interval interval) {
    return new Second(
        number,
        warmUp,
        interval.nanos() / 1e9,
        interval.operations(),
        interval.errors(),
        interval.notSent(),
        Latency.of(interval.latencies().put(), interval.latencies().get()));
  }

  public double opsPerSecond() {
    return seconds > 0 ? operations / seconds : 0;
  }
}
