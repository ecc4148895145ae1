package io.quorate.bench.compare;

import io.quorate.bench.turns.Measured;
import io.quorate.bench.turns.Round;
import io.quorate.bench.turns.Row;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Rows that nobody measured. */
final class Rows {
  private Rows() {}

  /** Of rounds with these processor times and these rates. */
  static Measured of(
      List<Double> headCpu, List<Double> commitCpu, List<Double> head, List<Double> commit) {
    return row(null, rounds(headCpu, head), rounds(commitCpu, commit));
  }

  static Measured ofRates(List<Double> head, List<Double> commit) {
    return of(same(head), same(commit), head, commit);
  }

  static Measured ofCpu(List<Double> head, List<Double> commit) {
    return of(head, commit, same(head), same(commit));
  }

  static Measured broken(String why, List<Double> head, List<Double> commit) {
    return row(why, rounds(same(head), head), rounds(same(commit), commit));
  }

  private static List<Double> same(List<Double> others) {
    return Collections.nCopies(others.size(), 1_000.0);
  }

  private static Measured row(@Nullable String failure, List<Round> head, List<Round> commit) {
    return new Measured(Row.PUT_256, head, commit, failure);
  }

  private static List<Round> rounds(List<Double> cpu, List<Double> rates) {
    return IntStream.range(0, rates.size())
        .mapToObj(i -> new Round(i + 1, 10, rates.get(i), 1_000, 2_000, 0, cpu.get(i), 15, 0, 0.1))
        .toList();
  }
}
