package io.quorate.bench.turns;

import io.quorate.cli.bench.load.Second;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the processor times where the measured seconds of a run begin and where they end. */
final class Window implements Consumer<Second> {
  private final Store measured;
  private final Store waiting;
  private final int first;
  private final int last;
  private @Nullable Cpu begin;
  private @Nullable Cpu end;

  /** Of the seconds after {@code first} and up to {@code last}. */
  Window(Store measured, Store waiting, int first, int last) {
    this.measured = measured;
    this.waiting = waiting;
    this.first = first;
    this.last = last;
  }

  @Override
  public void accept(Second second) {
    if (second.number() == first) begin = Cpu.now(measured, waiting);
    if (second.number() == last) end = Cpu.now(measured, waiting);
  }

  /** After a run that was not cut short. */
  Cpu used() {
    var before = begin;
    var after = end;
    if (before == null || after == null) throw new IllegalStateException("the run was cut short");
    return after.since(before);
  }
}
