package io.quorate.server.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.command.TermIndex;
import io.quorate.server.replication.Membership;
import io.quorate.server.topology.FakeReplicator;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LossesTest {
  private static final long TERM = 7;
  private final Losses losses = new Losses();
  private final Membership three = new FakeReplicator("a").voters("a", "b", "x").membership();

  private void loses(String voter, long lastIndex, long atMs) {
    losses.heard(
        new Loss(voter, "x", TERM, new TermIndex(TERM, lastIndex), false), atMs * 1_000_000);
  }

  private OptionalInt rank(String self, Membership membership, long atMs) {
    return losses.rank(self, "x", TERM, membership, atMs * 1_000_000);
  }

  @Test
  void oneOfThreeIsNoMajority() {
    loses("a", 10, 0);
    assertEquals(OptionalInt.empty(), rank("a", three, 0));
  }

  @Test
  void theLongerLogComesFirst() {
    loses("a", 10, 0);
    loses("b", 11, 0);
    assertEquals(OptionalInt.of(1), rank("a", three, 0));
    assertEquals(OptionalInt.of(0), rank("b", three, 0));
    assertEquals(2, losses.count("x", TERM, three, 0));
  }

  @Test
  void equalLogsAreOrderedTheSameWayByAll() {
    loses("a", 10, 0);
    loses("b", 10, 0);
    assertEquals(OptionalInt.of(0), rank("b", three, 0));
    assertEquals(OptionalInt.of(1), rank("a", three, 0));
  }

  @Test
  void aMajorityWithoutUsIsNotOurs() {
    Membership five = new FakeReplicator("a").voters("a", "b", "c", "d", "x").membership();
    loses("b", 10, 0);
    loses("c", 10, 0);
    loses("d", 10, 0);
    assertEquals(OptionalInt.empty(), rank("a", five, 0));
    assertEquals(OptionalInt.of(0), rank("d", five, 0));
  }

  @Test
  void learnersAndStrangersDoNotCount() {
    loses("a", 10, 0);
    loses("learner", 12, 0);
    assertEquals(OptionalInt.empty(), rank("a", three, 0));
  }

  @Test
  void whatWasSaidLongAgoDoesNotCount() {
    loses("a", 10, 0);
    loses("b", 10, 400);
    assertEquals(OptionalInt.of(1), rank("a", three, 400));
    assertEquals(OptionalInt.empty(), rank("a", three, 501));
    assertFalse(losses.contains("a", "x", TERM, 501_000_000));
    assertTrue(losses.contains("b", "x", TERM, 501_000_000));
  }

  @Test
  void anotherTermOrLeaderIsAnotherLoss() {
    loses("a", 10, 0);
    losses.heard(new Loss("b", "x", TERM + 1, new TermIndex(TERM, 10), false), 0);
    assertEquals(OptionalInt.empty(), rank("a", three, 0));
    losses.heard(new Loss("b", "y", TERM, new TermIndex(TERM, 10), false), 0);
    assertEquals(OptionalInt.empty(), rank("a", three, 0));
  }

  @Test
  void duringAMembershipChangeBothMajoritiesAreNeeded() {
    Membership joint =
        new FakeReplicator("a").joint(Set.of("a", "b", "x"), Set.of("a", "c", "x")).membership();
    loses("a", 10, 0);
    loses("b", 10, 0);
    assertEquals(OptionalInt.empty(), rank("a", joint, 0));
    loses("c", 10, 0);
    assertEquals(OptionalInt.of(2), rank("a", joint, 0));
  }
}
