package io.quorate.cli.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is reported is what the history says. */
class MeasuredTest {
  @TempDir private Path folder;
  private final Histories history = new Histories();

  private Measured measured(Strike... strikes) {
    return Measured.of(history.at(folder.resolve("h.jsonl")), Histories.PROBE, List.of(strikes));
  }

  private static Strike leaderStruckAt(long ms) {
    return new Strike("n1", true, true, ms * 1_000_000);
  }

  private static Strike followerStruckAt(long ms) {
    return new Strike("n2", false, false, ms * 1_000_000);
  }

  @Test
  void aGapIsFromOneAcknowledgementToTheNext() {
    history.ok(1, "n1", 0, 10).ok(2, "n1", 11, 20).ok(3, "n2", 21, 320).ok(4, "n2", 321, 330);
    var gaps = measured(leaderStruckAt(25)).gaps();
    assertEquals(
        List.of(300L, 10L), gaps.all().stream().map(gap -> Millis.of(gap.nanos())).toList());
    assertEquals(300, gaps.maxMs());
    assertEquals(10, gaps.p50Ms());
  }

  @Test
  void gapsBeforeTheFaultDoNotCount() {
    history.ok(1, "n1", 0, 10).ok(2, "n1", 11, 900).ok(3, "n1", 901, 910).ok(4, "n1", 911, 925);
    assertEquals(15, measured(followerStruckAt(915)).gaps().maxMs());
  }

  @Test
  void callsThatFailProlongTheGap() {
    history
        .ok(1, "n1", 0, 10)
        .failed(Histories.PROBE, "x", 20, 200)
        .unknown(Histories.PROBE, "y", 210, 400)
        .ok(3, "n2", 410, 450);
    assertEquals(440, measured(leaderStruckAt(15)).gaps().maxMs());
  }

  @Test
  void aGapThatDoesNotEndCountsAsFarAsItWasWatched() {
    history
        .ok(1, "n1", 0, 10)
        .unknown(Histories.PROBE, "x", 20, 500)
        .failed(Histories.PROBE, "y", 510, 700);
    var measured = measured(leaderStruckAt(15));
    assertEquals(690, measured.gaps().maxMs());
    assertEquals(List.of(Optional.empty()), measured.firstWrites().all());
  }

  @Test
  void theFirstWriteAfterALeadershipIsThatOfAnotherLeader() {
    var strike = leaderStruckAt(100);
    history
        .ok(1, "n1", 50, 101) // the old leader was not quite dead
        .ok("d/r1", "a", 1, "n2", 90, 340) // begun before, and acknowledged by the new one
        .ok(2, "n2", 110, 350);
    assertEquals(Optional.of(240L), measured(strike).firstWrites().worstMs(List.of(strike)));
  }

  @Test
  void theFirstWriteAfterAFollowersDeathIsOneThatBeganAfterIt() {
    var strike = followerStruckAt(100);
    history.ok(1, "n1", 90, 105).ok(2, "n1", 106, 112);
    assertEquals(Optional.of(12L), measured(strike).firstWrites().worstMs(List.of(strike)));
  }

  @Test
  void ofSeveralStrikesTheWorstIsReported() {
    var strikes = List.of(followerStruckAt(100), leaderStruckAt(200));
    history.ok(1, "n1", 101, 110).ok(2, "n3", 150, 270);
    assertEquals(
        Optional.of(70L), measured(strikes.get(0), strikes.get(1)).firstWrites().worstMs(strikes));
  }

  @Test
  void callsAreCountedByTheirOutcome() {
    history.ok(1, "n1", 0, 10).failed("d/r1", "x", 20, 30).unknown("d/r1", "y", 31, 40);
    assertEquals(new Requests(1, 1, 1, 1), measured(followerStruckAt(5)).requests());
  }

  @Test
  void aStaleReadIsNotLinearizable() {
    history.ok("d/r1", "a", 1, "n1", 0, 10).ok("d/r1", "b", 2, "n1", 11, 20);
    assertTrue(measured(followerStruckAt(5)).linearizable());
    history.read("d/r1", "a", 1, 30, 40);
    var measured = measured(followerStruckAt(5));
    assertFalse(measured.linearizable());
    assertTrue(measured.complaints().toString().contains("d/r1"), measured.complaints()::toString);
  }
}
