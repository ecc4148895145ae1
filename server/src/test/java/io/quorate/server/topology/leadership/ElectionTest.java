package io.quorate.server.topology.leadership;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.command.Command.RecordElection;
import io.quorate.command.ElectionAccount;
import io.quorate.proto.v1.Election;
import io.quorate.proto.v1.ErrorCode;
import io.quorate.proto.v1.FormerLeader;
import io.quorate.proto.v1.LeadershipIntent;
import io.quorate.server.ailment.Ailment;
import io.quorate.server.error.RequestException;
import io.quorate.server.failover.Sight;
import io.quorate.server.replication.Leadership;
import io.quorate.server.replication.Role;
import io.quorate.server.topology.FakeRegistry;
import io.quorate.server.topology.FakeReplicator;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What the new leader b of {a, b, c} records; a led term 5. */
class ElectionTest {
  private static final RecordElection EARLIER =
      new RecordElection(1, 5, "", "a", "bootstrap", "", -1, -1, -1, ElectionAccount.NONE);

  private final FakeReplicator raft = new FakeReplicator("b").voters("a", "b", "c").follow("a", 5);
  private final FakeRegistry registry = new FakeRegistry(raft).with(EARLIER);
  private final Intents intents = new Intents();
  private final PlayedSignals signals = new PlayedSignals().led(5, "a");
  private volatile Testimony testimony = Testimony.NONE;

  private static LeadershipIntent intent(String from, long term, String trigger) {
    return LeadershipIntent.newBuilder()
        .setNodeId(from)
        .setTerm(term)
        .setTrigger(trigger)
        .setTarget("b")
        .setBy("alice")
        .setReason("a write hangs")
        .build();
  }

  private ElectionRecorder recorder() {
    return new ElectionRecorder(
        raft,
        registry,
        registry,
        signals,
        intents,
        (former, term) -> testimony,
        InstantSource.fixed(Instant.ofEpochMilli(7777)),
        Thread::startVirtualThread);
  }

  /** Of b, which has won and is ready. */
  private RecordElection recordOf(long term) {
    int before = registry.elections(10).size();
    signals.wins(term, "b");
    recorder().start();
    raft.lead(term);
    await().until(() -> registry.elections(10).size() > before);
    await().until(() -> registry.elections(1).getFirst().term() == term);
    return registry.elections(1).getFirst();
  }

  private static void see(ElectionTest test, Sight a, Sight b) {
    test.testimony = new Testimony(Map.of("b", a, "c", b), 2);
  }

  @Test
  void aSilentLeaderOfWhichNobodySawMoreIsATimeoutWithItsDurations() {
    testimony = new Testimony(Map.of(), 2);
    assertEquals(
        new RecordElection(
            7777,
            6,
            "a",
            "b",
            "timeout",
            "no sign of a for 310 ms",
            310,
            20,
            370,
            new ElectionAccount("unknown", 2, 4, -1, false)),
        recordOf(6));
  }

  @Test
  void aProcessThatIsGoneIsSeenByWhomeverAndWhoeverWins() {
    see(this, Sight.UNREACHABLE, Sight.GONE);
    RecordElection record = recordOf(6);
    assertEquals("process_gone", record.trigger());
    assertEquals("process_gone", record.account().kind());
    assertEquals(
        "the process of a is gone: 1 of 3 voters saw its connections end and new ones refused",
        record.cause());
  }

  @Test
  void aProcessThatTakesConnectionsInSilenceStandsStill() {
    see(this, Sight.SILENT, Sight.SILENT);
    RecordElection record = recordOf(6);
    assertEquals("timeout", record.trigger());
    assertEquals("pause", record.account().kind());
    assertTrue(record.cause().contains("2 of 3 voters saw it take connections"), record.cause());
  }

  @Test
  void aProcessToWhichNoWayLeadsLostItsLink() {
    see(this, Sight.UNREACHABLE, Sight.UNREACHABLE);
    RecordElection record = recordOf(6);
    assertEquals("timeout", record.trigger());
    assertEquals("link_lost", record.account().kind());
  }

  @Test
  void aProcessThatAnswersIsNotExplained() {
    see(this, Sight.ALIVE, Sight.ALIVE);
    assertEquals("unknown", recordOf(6).account().kind());
  }

  @Test
  void anAnnouncedChangeNamesItsReasonAndWhoAsked() {
    for (String trigger : List.of("transfer", "step_down", "drain", "stop", "remove", "demote")) {
      ElectionCause cause =
          ElectionCause.of(
              new ElectionCause.Scene(
                  "b",
                  false,
                  signals.before(6),
                  Optional.of(intent("a", 5, trigger)),
                  -1,
                  new Testimony(Map.of("b", Sight.GONE), 2),
                  Optional.empty(),
                  raft.membership()));
      assertEquals(trigger, cause.trigger());
      assertEquals("asked", cause.kind());
      assertTrue(cause.cause().startsWith("a "), cause.cause());
      if (!trigger.equals("stop")) {
        assertTrue(cause.cause().contains("asked by alice"), cause.cause());
      }
    }
  }

  @Test
  void aHandOverThatEndsWithTheSameLeaderSaysSo() {
    signals.led(5, "b");
    intents.received(intent("b", 5, "transfer").toBuilder().setTarget("c").build());
    RecordElection record = recordOf(7);
    assertEquals("transfer", record.trigger());
    assertEquals(
        "b handed leadership to c, asked by alice, and was elected again itself", record.cause());
  }

  @Test
  void aLeaderThatResignedForItsDiskIsExplainedByThat() {
    intents.received(intent("a", 5, "disk_stalled"));
    RecordElection record = recordOf(6);
    assertEquals("disk_stalled", record.trigger());
    assertEquals("disk_stall", record.account().kind());
    assertEquals("the disk of a takes no writes: a write hangs", record.cause());
  }

  @Test
  void whatALeaderAnnouncedInAnEarlierTermDoesNotExplainTheEndOfALaterOne() {
    intents.received(intent("a", 5, "drain"));
    signals.led(6, "c").led(7, "a");
    registry.with(
        new RecordElection(1, 7, "c", "a", "transfer", "", -1, -1, -1, ElectionAccount.NONE));
    see(this, Sight.GONE, Sight.GONE);
    assertEquals("process_gone", recordOf(8).trigger());
  }

  @Test
  void whatALeaderTookBackExplainsNothing() {
    intents.received(intent("a", 5, "transfer"));
    intents.received(intent("a", 5, ""));
    see(this, Sight.GONE, Sight.GONE);
    assertEquals("process_gone", recordOf(6).trigger());
  }

  @Test
  void anAnnouncementOfTheNewTermSaysNothingOfTheOld() {
    intents.received(intent("a", 6, "transfer"));
    assertEquals(Optional.empty(), intents.ending(5, 6));
    intents.received(intent("a", 5, "stop"));
    assertEquals("stop", intents.ending(5, 6).orElseThrow().getTrigger());
    assertEquals("stop", intents.ending(4, 6).orElseThrow().getTrigger(), "it was not heard of");
  }

  @Test
  void theFirstLeaderOfAllIsTheBootstrap() {
    FakeRegistry fresh = new FakeRegistry(raft);
    PlayedSignals nobody = new PlayedSignals();
    new ElectionRecorder(
            raft,
            fresh,
            fresh,
            nobody,
            intents,
            (former, term) -> Testimony.NONE,
            InstantSource.system(),
            Runnable::run)
        .start();
    raft.lead(1);
    RecordElection record = fresh.elections(1).getFirst();
    assertEquals("bootstrap", record.trigger());
    assertEquals("founded", record.account().kind());
    assertEquals(
        List.of(-1L, -1L, -1L),
        List.of(record.detectedMs(), record.electedMs(), record.unavailableMs()));
    assertEquals("", record.from());
  }

  @Test
  void aLeaderThatKnowsNoOtherWasRestarted() {
    ElectionCause cause =
        ElectionCause.of(
            new ElectionCause.Scene(
                "b",
                false,
                signals.before(1),
                Optional.empty(),
                -1,
                Testimony.NONE,
                Optional.empty(),
                raft.membership()));
    assertEquals("restart", cause.trigger());
  }

  @Test
  void aLeaderThatFollowsItselfSaysWhatAiledIt() {
    signals.led(5, "b");
    signals.ailment = Optional.of(new Ailment("pause", "stood still for 900 ms"));
    RecordElection record = recordOf(6);
    assertEquals("lost_quorum", record.trigger());
    assertEquals("pause", record.account().kind());
    assertEquals("b led before, stood still for 900 ms and was elected again", record.cause());
  }

  @Test
  void aLeaderThatEndedBeforeItWasReadyIsRecordedByTheNext() {
    signals.led(6, "c");
    intents.received(intent("a", 5, "transfer"));
    see(this, Sight.GONE, Sight.GONE);
    RecordElection own = recordOf(8);
    assertEquals("c", own.from());
    assertEquals("process_gone", own.trigger());
    List<RecordElection> all = registry.elections(10);
    assertEquals(List.of(8L, 6L, 5L), all.stream().map(RecordElection::term).toList());
    RecordElection missed = all.get(1);
    assertEquals("a", missed.from());
    assertEquals("c", missed.to());
    assertEquals("transfer", missed.trigger());
    assertTrue(missed.cause().contains("c ended before"), missed.cause());
    assertEquals(-1, missed.unavailableMs());
  }

  @Test
  void eachTermIsRecordedOnceAndListedNewestFirst() {
    ElectionRecorder recorder = recorder();
    recorder.start();
    assertEquals(1, registry.elections(10).size(), "a follower records nothing");
    raft.become(new Leadership(Role.LEADER, 6, "b", false));
    raft.lead(6);
    raft.lead(6);
    await().until(() -> registry.elections(10).size() == 2);
    signals.led(6, "b").led(7, "a");
    registry.with(
        new RecordElection(1, 7, "b", "a", "transfer", "", -1, -1, -1, ElectionAccount.NONE));
    intents.received(intent("a", 7, "stop"));
    raft.lead(8);
    await().until(() -> registry.elections(10).size() == 4);
    List<Election> listed = recorder.elections(0).getElectionsList();
    assertEquals(List.of(8L, 7L, 6L, 5L), listed.stream().map(Election::getTerm).toList());
    assertEquals(
        List.of("stop", "transfer", "unknown", "bootstrap"),
        listed.stream().map(Election::getTrigger).toList());
    assertEquals(7777, listed.getFirst().getTimeMs());
    assertEquals("asked", listed.getFirst().getKind());
    assertEquals(-1, listed.getFirst().getUnknownEntries());
    assertEquals(1, recorder.elections(1).getElectionsCount());
  }

  @Test
  void anAnnouncementThatComesAMomentLateStillExplains() {
    recorder().start();
    raft.lead(6);
    intents.received(intent("a", 5, "transfer"));
    await().until(() -> registry.elections(10).size() == 2);
    assertEquals("transfer", registry.elections(1).getFirst().trigger());
  }

  @Test
  void aLeaderThatLosesLeadershipBeforeItIsLoggedStopsTrying() {
    List<Thread> threads = new CopyOnWriteArrayList<>();
    ElectionRecorder recorder =
        new ElectionRecorder(
            raft,
            registry,
            command -> CompletableFuture.failedFuture(RequestException.unavailable("no quorum")),
            signals,
            intents,
            (former, term) -> Testimony.NONE,
            InstantSource.fixed(Instant.ofEpochMilli(7777)),
            task -> threads.add(Thread.startVirtualThread(task)));
    recorder.start();
    raft.lead(6);
    assertTrue(threads.stream().anyMatch(Thread::isAlive));
    raft.follow("c", 7);
    await().until(() -> threads.stream().noneMatch(Thread::isAlive));
    assertEquals(1, registry.elections(10).size());
  }

  // ---- the word of the leader before ----

  private static FormerLeader former(String node, long term, String kind) {
    return FormerLeader.newBuilder()
        .setNodeId(node)
        .setTerm(term)
        .setKind(kind)
        .setCause("stood still for 2034 ms")
        .setUnknownEntries(3)
        .build();
  }

  @Test
  void theLeaderBeforeKnowsBetterWhatAiledIt() {
    see(this, Sight.UNREACHABLE, Sight.UNREACHABLE);
    RecordElection before = recordOf(6);
    recorder().amend(former("a", 5, "pause")).join();
    RecordElection amended = registry.elections(1).getFirst();
    assertEquals(
        "a stood still for 2034 ms, as it measured itself (" + before.cause() + ")",
        amended.cause());
    assertEquals(new ElectionAccount("pause", 2, 4, 3, true), amended.account());
    assertEquals(before.term(), amended.term());
    assertEquals(before.detectedMs(), amended.detectedMs());
    recorder().amend(former("a", 5, "pause")).join();
    assertEquals(3, registry.elections(10).size(), "it is heard once");
  }

  @Test
  void whoSpeaksWasNotGone() {
    see(this, Sight.GONE, Sight.GONE);
    RecordElection before = recordOf(6);
    recorder().amend(former("a", 5, "")).join();
    RecordElection amended = registry.elections(1).getFirst();
    assertEquals(
        "a lived on; its peer link refused the others, who took it for gone ("
            + before.cause()
            + ")",
        amended.cause());
    assertEquals("process_gone", amended.trigger());
    assertEquals(new ElectionAccount("link_lost", 2, 4, 3, true), amended.account());
  }

  @Test
  void votersAreAskedAtOnceAndNotAfterAnAnnouncementWasWaitedFor() {
    List<Runnable> tasks = new CopyOnWriteArrayList<>();
    var recorder =
        new ElectionRecorder(
            raft,
            registry,
            registry,
            signals,
            intents,
            (former, term) -> testimony,
            InstantSource.fixed(Instant.ofEpochMilli(7777)),
            tasks::add);
    recorder.start();
    raft.lead(6);
    Thread.startVirtualThread(tasks.getFirst());
    // The question is a task of its own beside the wait for an announcement.
    await().until(() -> tasks.size() == 2);
    intents.received(intent("a", 5, "transfer"));
    tasks.getLast().run();
    await().until(() -> registry.elections(10).size() == 2);
    assertEquals("transfer", registry.elections(1).getFirst().trigger());
  }

  @Test
  void whoWasAskedToGiveWayOnlyAddsWhatItLeftUnanswered() {
    intents.received(intent("a", 5, "transfer"));
    RecordElection before = recordOf(6);
    recorder().amend(former("a", 5, "pause")).join();
    RecordElection amended = registry.elections(1).getFirst();
    assertEquals(before.cause(), amended.cause());
    assertEquals("asked", amended.account().kind());
    assertEquals(3, amended.account().unknownEntries());
  }

  @Test
  void aWordThatComesBeforeTheRecordIsToBeSaidAgainAndOneOfAStrangerIsDropped() {
    raft.lead(6);
    CompletionException early =
        assertThrows(
            CompletionException.class, () -> recorder().amend(former("a", 5, "pause")).join());
    RequestException cause = assertInstanceOf(RequestException.class, early.getCause());
    assertEquals(ErrorCode.UNAVAILABLE, cause.error().getCode());
    raft.follow("a", 5);
    recordOf(8);
    recorder().amend(former("c", 5, "pause")).join();
    assertEquals(2, registry.elections(10).size());
  }
}
