package io.quorate.server.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class PumpTest {
  private final Queue<Runnable> executor = new ArrayDeque<>();
  private final List<String> steps = new ArrayList<>();

  private Pump pump(String name, Runnable step) {
    return new Pump(
        executor::add,
        () -> {
          steps.add(name);
          step.run();
        });
  }

  private Pump pump(String name) {
    return pump(name, () -> {});
  }

  @Test
  void aBriefSignalRunsTheStepHere() {
    pump("a").signalBriefly();
    assertEquals(List.of("a"), steps);
    assertEquals(0, executor.size());
  }

  @Test
  void whatIsSignalledMeanwhileIsLeftToTheExecutor() {
    var itself = new Pump[1];
    itself[0] = pump("a", () -> signalTwice(itself[0]));
    itself[0].signalBriefly();
    assertEquals(List.of("a"), steps);
    assertEquals(1, executor.size(), "once for all of them");
    Objects.requireNonNull(executor.poll()).run();
    assertEquals(List.of("a", "a"), steps);
    assertEquals(0, executor.size());
    itself[0].signalBriefly();
    assertEquals(3, steps.size(), "it can be signalled again");
  }

  private void signalTwice(Pump pump) {
    if (steps.size() == 1) {
      pump.signal();
      pump.signalBriefly();
    }
  }

  @Test
  void ofThoseGatheredTheLastRunsHereAndTheOthersElsewhere() {
    Pump a = pump("a");
    Pump b = pump("b");
    Gathering.run(
        () -> {
          a.signal();
          b.signal();
          a.signal();
          assertEquals(List.of(), steps);
        });
    assertEquals(List.of("b"), steps);
    assertEquals(1, executor.size());
    Objects.requireNonNull(executor.poll()).run();
    assertEquals(List.of("b", "a"), steps);
  }

  @Test
  void aLoneOneWakesNoOtherThread() {
    Gathering.run(pump("a")::signal);
    assertEquals(List.of("a"), steps);
    assertEquals(0, executor.size());
  }

  @Test
  void nothingGatheredIsNothingDone() {
    Gathering.run(() -> {});
    assertEquals(List.of(), steps);
  }
}
