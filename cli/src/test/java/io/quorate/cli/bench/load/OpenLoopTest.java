package io.quorate.cli.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
  private static final Plan PLAN = new Plan(new Keys("bench/", 10), 8, 0, 1);

  private final FakeClock clock = new FakeClock();
  private final Recording recording = new Recording(clock);
  private final FakeTarget target = new FakeTarget();

  private OpenLoop begin(double rate, int most, Target... targets) {
    var loop = new OpenLoop(PLAN, List.of(targets), new Pace.Open(rate, most), recording, clock);
    loop.begin();
    return loop;
  }

  private static double ms(long nanos) {
    return nanos / 1e6;
  }

  @Test
  void operationsAreSentWhenTheirTimeHasComeWhateverBecameOfTheOthers() {
    var loop = begin(100, 1_000, target);
    assertEquals(10.0, ms(loop.sendDue()), "the next one is due in 10 ms");
    assertEquals(1, target.asked());
    clock.pass(9);
    assertEquals(1.0, ms(loop.sendDue()));
    assertEquals(1, target.asked());
    clock.pass(1);
    assertEquals(10.0, ms(loop.sendDue()));
    assertEquals(2, target.asked());
    clock.pass(1_000);
    assertEquals(10.0, ms(loop.sendDue()));
    assertEquals(102, target.outstanding());
  }

  @Test
  void aLatencyCountsFromWhenTheOperationWasDue() {
    var loop = begin(10, 1_000, target);
    clock.pass(250); // the generator is late
    loop.sendDue();
    clock.pass(50);
    while (target.outstanding() > 0) target.answer();
    var latencies = recording.interval().latencies().put();
    assertEquals(3, latencies.getTotalCount());
    assertEquals(300.0, ms(latencies.getMaxValue()), 1.0);
    assertEquals(200.0, ms(latencies.getValueAtPercentile(50)), 1.0);
    assertEquals(100.0, ms(latencies.getMinValue()), 1.0);
  }

  @Test
  void whatExceedsTheBoundIsNotSentAndCounted() {
    var loop = begin(1_000, 2, target);
    clock.pass(4);
    loop.sendDue();
    assertEquals(2, target.outstanding());
    target.answer();
    clock.pass(1);
    loop.sendDue();
    assertEquals(2, target.outstanding());
    var interval = recording.interval();
    assertEquals(3, interval.notSent());
    assertEquals(1, interval.operations());
  }

  @Test
  void aBoundIsReachedExactly() {
    var loop = begin(1_000, 1, target);
    loop.sendDue();
    assertEquals(1, target.outstanding());
    assertEquals(0, recording.interval().notSent());
  }

  @Test
  void whatWasDueAtTheStopAndNotSentIsCounted() {
    var loop = begin(1_000, 100, target);
    loop.sendDue();
    clock.pass(5);
    loop.stop();
    loop.sendDue();
    loop.finish();
    assertEquals(1, target.asked());
    assertEquals(5, recording.interval().notSent());
  }

  @Test
  void itIsIdleWhenItWasStoppedAndAllHaveEnded() {
    var loop = begin(1_000, 100, target);
    loop.sendDue();
    loop.stop();
    assertEquals(1, loop.idle().getCount());
    loop.finish();
    assertEquals(1, loop.idle().getCount());
    assertEquals(1, loop.unfinished());
    target.fail();
    assertEquals(0, loop.idle().getCount());
    assertEquals(0, loop.unfinished());
  }

  @Test
  void targetsTakeTurns() {
    var other = new FakeTarget();
    var loop = begin(1_000, 100, target, other);
    clock.pass(6);
    loop.sendDue();
    assertEquals(4, target.asked());
    assertEquals(3, other.asked());
  }
}
