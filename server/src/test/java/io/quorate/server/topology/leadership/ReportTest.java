package io.quorate.server.topology.leadership;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quorate.proto.v1.FormerLeader;
import io.quorate.server.ailment.Ailment;
import io.quorate.server.error.RequestException;
import io.quorate.server.topology.FakeReplicator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** a led term 5 of {a, b, c}. */
class ReportTest {
  private final FakeReplicator raft = new FakeReplicator("a").voters("a", "b", "c").lead(5);
  private final PlayedSignals signals = new PlayedSignals().wins(5, "a");
  private final List<String> sent = new ArrayList<>();
  private FormerLeader last = FormerLeader.getDefaultInstance();
  private boolean recovered = true;
  private boolean heard = true;
  private long nanos = 1;
  private final Report report =
      new Report(
          raft,
          signals,
          () -> recovered,
          (leader, word) -> {
            sent.add(leader);
            last = word;
            return heard
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(RequestException.unavailable("not yet"));
          },
          () -> nanos);

  private int look(int times) {
    for (int i = 0; i < times; i++) {
      report.look();
    }
    return sent.size();
  }

  @Test
  void aLeaderThatWasReplacedTellsTheNextOneOnceWhatAiledIt() {
    assertEquals(0, look(3), "it leads");
    signals.ailment = Optional.of(new Ailment("gc", "stood still"));
    signals.unknownEntries = 2;
    raft.follow("", 6);
    assertEquals(0, look(3), "nobody leads");
    raft.follow("c", 6);
    assertEquals(1, look(5));
    assertEquals(List.of("c"), sent);
    assertEquals(
        FormerLeader.newBuilder()
            .setNodeId("a")
            .setTerm(5)
            .setKind("gc")
            .setCause("stood still")
            .setUnknownEntries(2)
            .build(),
        last);
  }

  @Test
  void itTellsWhoeverLeadsUntilItIsHeard() {
    heard = false;
    raft.follow("c", 6);
    assertEquals(2, look(2));
    raft.follow("b", 7);
    heard = true;
    assertEquals(3, look(4));
    assertEquals(List.of("c", "c", "b"), sent);
  }

  @Test
  void itTellsOfEachTermThatItLed() {
    raft.follow("c", 6);
    assertEquals(1, look(1));
    signals.wins(7, "a");
    raft.lead(7);
    assertEquals(1, look(2));
    raft.follow("b", 8);
    assertEquals(2, look(3));
    assertEquals(7, last.getTerm());
  }

  @Test
  void itTellsOnlyWhenItIsWellAgainAndNotForEver() {
    recovered = false;
    raft.follow("c", 6);
    assertEquals(0, look(3));
    recovered = true;
    heard = false;
    assertEquals(2, look(2));
    nanos += Duration.ofMinutes(6).toNanos();
    assertEquals(2, look(3));
  }

  @Test
  void aNodeThatNeverLedSaysNothing() {
    signals.won = new PlayedSignals().won;
    raft.follow("c", 6);
    assertEquals(0, look(3));
  }
}
