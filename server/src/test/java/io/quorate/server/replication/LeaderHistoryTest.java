package io.quorate.server.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quorate.server.replication.LeaderHistory.Led;
import io.quorate.server.topology.FakeReplicator;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** On a of {a, b, c}. Time stands still unless a test moves it. */
class LeaderHistoryTest {
  private static final long MS = 1_000_000;
  private final FakeReplicator raft = new FakeReplicator("a").voters("a", "b", "c");
  private long nanos = 1000 * MS;
  private Duration sinceHeard = Duration.ofMillis(30);
  private long uncommitted = 3;
  private final LeaderHistory history =
      new LeaderHistory(raft, () -> Optional.of(sinceHeard), () -> uncommitted, () -> nanos);

  private void lead(long term) {
    raft.become(new Leadership(Role.LEADER, term, "a", false));
    history.leads("a", term);
    raft.lead(term);
    history.ready();
    history.look();
  }

  @Test
  void anElectionHasItsInstantsAndWhatWasInherited() {
    raft.follow("b", 5);
    history.look();
    nanos += 300 * MS;
    raft.become(new Leadership(Role.CANDIDATE, 6, "", false));
    history.look();
    nanos += 20 * MS;
    lead(6);
    LeaderHistory.Change won = history.last();
    assertEquals(new Led(5, "b"), won.before());
    assertEquals(970 * MS, won.lastHeardNanos());
    assertEquals(1300 * MS, won.candidateSinceNanos());
    assertEquals(1320 * MS, won.electedNanos());
    assertEquals(3, won.inheritedEntries());
  }

  @Test
  void aNodeThatIsHandedLeadershipBackDoesNotSeemToHaveLedBefore() {
    lead(5);
    raft.follow("b", 6);
    history.leads("b", 6);
    // Ratis has made us the leader already and not told us yet.
    raft.become(new Leadership(Role.LEADER, 7, "a", false));
    history.look();
    history.leads("a", 7);
    assertEquals(new Led(6, "b"), history.last().before());
    assertEquals(new Led(6, "b"), history.before(7));
  }

  @Test
  void aLeaderThatWasHeardOfForAnInstantOnlyIsRemembered() {
    history.leads("b", 5);
    history.leads("c", 7);
    raft.follow("c", 7);
    history.look();
    lead(9);
    assertEquals(List.of(new Led(7, "c")), history.between(5, 9));
    assertEquals(List.of(), history.between(8, 9));
    assertEquals(Led.NOBODY, history.before(5));
  }

  @Test
  void itKnowsWhenItCeasedToLead() {
    lead(5);
    history.look();
    assertEquals(0, history.endNanos(5));
    nanos += 10 * MS;
    raft.follow("b", 6);
    history.look();
    nanos += 10 * MS;
    history.look();
    assertEquals(1010 * MS, history.endNanos(5));
    lead(7);
    assertEquals(0, history.endNanos(7));
    assertEquals(1010 * MS, history.endNanos(5));
  }

  @Test
  void whatWasBeforeItsElectionDidNotCostItTheTerm() {
    nanos += 5000 * MS;
    lead(5);
    history.look();
    nanos += 100 * MS;
    raft.follow("b", 6);
    history.look();
    assertEquals(6000 * MS, history.ailingFromNanos(5, Duration.ofSeconds(4)));
    assertEquals(6090 * MS, history.ailingFromNanos(5, Duration.ofMillis(10)));
  }
}
