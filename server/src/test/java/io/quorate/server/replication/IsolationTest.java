package io.quorate.server.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.server.topology.FakeReplicator;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class IsolationTest {
  private static final long MS = 1_000_000;
  private final FakeReplicator replicator = new FakeReplicator("a").voters("a", "b", "c");
  private final AtomicInteger changes = new AtomicInteger();
  private final Isolation isolation =
      new Isolation(replicator, Duration.ofMillis(300), changes::incrementAndGet);

  @Test
  void aLeaderThatNobodyAnswersIsIsolatedAfterTheLimitAndNotBefore() {
    replicator.lead(5).silent("b", "c");
    isolation.look(0);
    isolation.look(299 * MS);
    assertFalse(isolation.in(5));
    isolation.look(300 * MS);
    assertTrue(isolation.in(5));
    assertFalse(isolation.in(6));
    assertEquals(1, changes.get());
  }

  @Test
  void oneOtherOfThreeIsEnough() {
    replicator.lead(5).silent("b").current("c");
    isolation.look(0);
    isolation.look(999 * MS);
    assertFalse(isolation.in(5));
  }

  @Test
  void itEndsWhenTheyAnswerAgainAndWhenItLeadsNoMore() {
    replicator.lead(5).silent("b", "c");
    isolation.look(0);
    isolation.look(300 * MS);
    replicator.current("b");
    isolation.look(310 * MS);
    assertFalse(isolation.in(5));
    replicator.silent("b");
    isolation.look(320 * MS);
    assertTrue(isolation.in(5));
    replicator.follow("b", 6);
    isolation.look(330 * MS);
    assertFalse(isolation.in(5));
    assertEquals(4, changes.get());
  }

  @Test
  void itRemembersSinceWhenItHeardOfNoMajorityInTheTermThatItLed() {
    replicator.lead(5).silent("b", "c");
    isolation.look(0);
    isolation.look(310 * MS);
    assertEquals(10 * MS, isolation.silentSinceNanos(5));
    replicator.current("b");
    isolation.look(312 * MS);
    assertEquals(10 * MS, isolation.silentSinceNanos(5), "the reply may tell of a new leader");
    isolation.look(610 * MS);
    assertEquals(0, isolation.silentSinceNanos(5), "it has been in touch again");
    replicator.silent("b");
    isolation.look(615 * MS);
    replicator.follow("b", 6);
    isolation.look(620 * MS);
    assertEquals(315 * MS, isolation.silentSinceNanos(5));
    assertEquals(0, isolation.silentSinceNanos(6));
    replicator.lead(7).current("b");
    isolation.look(630 * MS);
    assertEquals(315 * MS, isolation.silentSinceNanos(5), "until it happens again");
    assertEquals(0, isolation.silentSinceNanos(7));
  }

  @Test
  void aLeaderWithoutOthersIsNever() {
    FakeReplicator alone = new FakeReplicator("a").voters("a").lead(5);
    Isolation never = new Isolation(alone, Duration.ofMillis(300), changes::incrementAndGet);
    never.look(0);
    never.look(999 * MS);
    assertFalse(never.in(5));
  }
}
