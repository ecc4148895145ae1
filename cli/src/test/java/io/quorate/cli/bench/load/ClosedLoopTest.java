package io.quorate.cli.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ClosedLoopTest {
  private static final Plan PLAN = new Plan(new Keys("bench/", 10), 8, 0.5, 1);

  private final FakeClock clock = new FakeClock();
  private final Recording recording = new Recording(clock);
  private final FakeTarget target = new FakeTarget();
  private final List<Runnable> paused = new ArrayList<>();

  private ClosedLoop start(int callers, Target... targets) {
    var loop =
        new ClosedLoop(PLAN, List.of(targets), callers, recording, clock, task -> paused.add(task));
    loop.start();
    return loop;
  }

  @Test
  void everyCallerHasExactlyOneOperationOutstanding() {
    start(3, target);
    for (var i = 0; i < 100; i++) {
      assertEquals(3, target.outstanding());
      target.answer();
    }
    assertEquals(103, target.asked());
    assertEquals(3, target.mostOutstanding());
    assertEquals(100, recording.interval().operations());
  }

  @Test
  void thousandsOfCallersNeedNoThreads() {
    var before = Thread.getAllStackTraces().size();
    start(10_000, target);
    for (var i = 0; i < 20_000; i++) target.answer();
    assertEquals(10_000, target.outstanding());
    assertTrue(Thread.getAllStackTraces().size() < before + 10);
  }

  @Test
  void answersThatComeAtOnceDoNotDeepenTheStack() {
    target.answerAtOnce(200_000);
    start(1, target);
    assertEquals(200_001, target.asked());
    assertEquals(1, target.outstanding());
    assertEquals(200_000, recording.interval().operations());
  }

  @Test
  void callersAreSpreadOverTheTargets() {
    var other = new FakeTarget();
    start(5, target, other);
    assertEquals(3, target.outstanding());
    assertEquals(2, other.outstanding());
  }

  @Test
  void aFailureIsCountedAndItsCallerPauses() {
    start(3, target);
    target.fail();
    assertEquals(2, target.outstanding());
    assertEquals(1, paused.size());
    target.answer();
    assertEquals(2, target.outstanding(), "the others go on");
    paused.removeFirst().run();
    assertEquals(3, target.outstanding());
    var interval = recording.interval();
    assertEquals(1, interval.operations());
    assertEquals(1, interval.errors());
  }

  @Test
  void aTargetThatThrowsCountsAsOneThatFails() {
    var broken =
        new Target() {
          @Override
          public CompletableFuture<?> put(byte[] key, byte[] value) {
            throw new IllegalStateException("broken");
          }

          @Override
          public CompletableFuture<?> get(byte[] key) {
            throw new IllegalStateException("broken");
          }
        };
    start(2, broken);
    assertEquals(2, paused.size());
    assertEquals(2, recording.interval().errors());
  }

  @Test
  void afterItsStopItIsIdleWhenAllHaveEnded() {
    var loop = start(3, target);
    target.fail();
    loop.stop();
    assertEquals(3, loop.unfinished());
    target.answer();
    target.answer();
    assertEquals(3, target.asked());
    assertEquals(1, loop.idle().getCount(), "one is in its pause");
    paused.removeFirst().run();
    assertEquals(0, loop.idle().getCount());
    assertEquals(3, target.asked());
  }
}
