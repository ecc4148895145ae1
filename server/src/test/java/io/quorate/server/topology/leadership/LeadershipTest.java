package io.quorate.server.topology.leadership;

import static io.quorate.server.topology.FakeReplicator.peer;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.proto.v1.ErrorCode;
import io.quorate.proto.v1.LeaderChange;
import io.quorate.proto.v1.LeadershipIntent;
import io.quorate.proto.v1.NodeStatus;
import io.quorate.proto.v1.Outcome;
import io.quorate.server.error.Deadline;
import io.quorate.server.error.RequestException;
import io.quorate.server.replication.Leadership;
import io.quorate.server.replication.PeerAddress;
import io.quorate.server.replication.Role;
import io.quorate.server.topology.FakeNetwork;
import io.quorate.server.topology.FakeReplicator;
import io.quorate.server.topology.membership.PeerHealth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** The leader a of {a, b, c} gives leadership away. */
class LeadershipTest {
  private final FakeReplicator raft =
      new FakeReplicator("a").voters("a", "b", "c").lead(5).current("b", "c");
  private final Map<String, String> states =
      new ConcurrentHashMap<>(Map.of("b", "running", "c", "running"));
  private final List<LeadershipIntent> announced = new ArrayList<>();
  private final PeerHealth health =
      new PeerHealth(raft, new FakeNetwork(), () -> FakeNetwork.identity(peer("a")));
  private final Placement placement =
      new Placement(
          raft,
          health,
          (id, timeout) ->
              states.containsKey(id)
                  ? CompletableFuture.completedFuture(
                      NodeStatus.newBuilder().setState(states.get(id)).setLeaderReady(true).build())
                  : CompletableFuture.failedFuture(RequestException.unavailable("silent")));
  private final Handover handover = new Handover(raft, placement, announced::add);

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(2));
  }

  private List<String> order() {
    return placement.choose().able().stream().map(PeerAddress::id).toList();
  }

  private static String refused(org.junit.jupiter.api.function.Executable call) {
    RequestException failure = assertThrows(RequestException.class, call);
    assertEquals(ErrorCode.REFUSED, failure.error().getCode());
    return failure.error().getMessage();
  }

  @Test
  void theLongestLogComesFirstThenTheMostRecentReply() {
    raft.matchIndexes.putAll(Map.of("b", 90L, "c", 100L));
    assertEquals(List.of("c", "b"), order());
    raft.matchIndexes.put("b", 100L);
    raft.silences.putAll(Map.of("b", Duration.ofMillis(10), "c", Duration.ofMillis(400)));
    assertEquals(List.of("b", "c"), order());
  }

  @Test
  void whoIsSilentBehindDrainingOrIllIsNotChosen() {
    raft.silent("b");
    assertEquals(List.of("c"), order());
    raft.current("b").commitIndex = 5000;
    raft.matchIndexes.put("c", 5000L);
    assertEquals(List.of("c"), order(), "b is 4900 entries behind");
    raft.matchIndexes.put("b", 5000L);
    for (String state :
        List.of(
            "draining", "disk_full", "disk_stalled", "halted", "stopped", "syncing", "starting")) {
      states.put("b", state);
      assertEquals(List.of("c"), order(), state);
    }
    states.remove("b");
    assertEquals(List.of("c"), order(), "its link is broken");
  }

  @Test
  void aLearnerIsNeverChosen() {
    raft.members(List.of(peer("a"), peer("b")), List.of(peer("c")));
    assertEquals(List.of("b"), order());
    assertTrue(
        refused(() -> handover.to(peer("c"), "transfer", "", soon())).contains("c is not a voter"));
  }

  @Test
  void aTransferAnnouncesFirstAndReportsTheChange() {
    LeaderChange change = handover.to(peer("c"), "transfer", "alice", soon());
    assertEquals("c", change.getLeader());
    assertEquals("a", change.getPrevious());
    assertEquals(6, change.getTerm());
    assertEquals(
        List.of(
            LeadershipIntent.newBuilder()
                .setNodeId("a")
                .setTerm(5)
                .setTrigger("transfer")
                .setBy("alice")
                .setTarget("c")
                .build()),
        announced);
  }

  @Test
  void aTransferToSomebodyUnfitIsRefusedWithTheReasonAndNotAnnounced() {
    raft.commitIndex = 5000;
    assertTrue(
        refused(() -> handover.to(peer("b"), "transfer", "", soon()))
            .contains("b is 4900 entries behind"));
    assertEquals(List.of(), announced);
    assertEquals(List.of(), raft.transfers);
  }

  @Test
  void aTransferThatSomebodyElseWinsReportsTheWinner() {
    raft.upsets.put("c", new FakeReplicator.Upset("b", transferTimedOut()));
    LeaderChange change = handover.to(peer("c"), "transfer", "", soon());
    assertEquals("b", change.getLeader());
    assertEquals("a", change.getPrevious());
    assertEquals(6, change.getTerm());
  }

  @Test
  void aTransferThatNobodyWinsFails() {
    raft.upsets.put("c", new FakeReplicator.Upset("", transferTimedOut()));
    RequestException failure =
        assertThrows(RequestException.class, () -> handover.to(peer("c"), "transfer", "", soon()));
    assertEquals("c did not take it in time", failure.error().getMessage());
    assertEquals(
        List.of("transfer", ""),
        announced.stream().map(LeadershipIntent::getTrigger).toList(),
        "and is taken back");
    assertTrue(raft.leadership().leads());
  }

  @Test
  void aTransferThatWasRefusedFailsWhoeverLeadsNow() {
    raft.upsets.put("c", new FakeReplicator.Upset("b", RequestException.refused("not now")));
    assertEquals("not now", refused(() -> handover.to(peer("c"), "transfer", "", soon())));
  }

  private static RequestException transferTimedOut() {
    return RequestException.timeout(Outcome.UNKNOWN, "c did not take it in time");
  }

  @Test
  void aStepDownTriesTheNextWhenTheBestDoesNotTakeIt() {
    raft.matchIndexes.put("c", 99L);
    raft.unwilling.add("b");
    assertEquals("c", handover.stepDown("step_down", "", soon()).getLeader());
    assertEquals(List.of("b", "c"), raft.transfers);
  }

  @Test
  void aStepDownWithNobodyToTakeOverIsRefusedWithAllReasons() {
    raft.silent("b");
    states.put("c", "draining");
    String message = refused(() -> handover.stepDown("step_down", "", soon()));
    assertTrue(
        message.contains("b does not answer the leader") && message.contains("c is draining"),
        message);
    raft.voters("a");
    assertTrue(
        refused(() -> handover.stepDown("step_down", "", soon())).contains("no other voter"));
  }

  @Test
  void aFollowerCannotGiveLeadershipAway() {
    raft.follow("b", 6);
    RequestException failure =
        assertThrows(RequestException.class, () -> handover.stepDown("step_down", "", soon()));
    assertEquals(ErrorCode.NOT_LEADER, failure.error().getCode());
    assertEquals("b:0", failure.error().getLeader());
  }

  @Test
  void aStopHandsOverAndNeverFails() {
    assertTrue(handover.run(Duration.ofSeconds(2)));
    assertEquals("stop", announced.getFirst().getTrigger());
    assertTrue(handover.run(Duration.ofSeconds(2)), "it does not lead any more");
    assertEquals(1, announced.size());
    raft.lead(9).silent("b", "c");
    assertFalse(handover.run(Duration.ofSeconds(2)));
  }

  @Test
  void nothingIsHandedOverDuringAMembershipChange() {
    raft.joint(Set.of("a", "b"), Set.of("a", "b", "c"));
    assertTrue(
        refused(() -> handover.stepDown("step_down", "", soon())).contains("membership change"));
  }

  @Test
  void aDrainingNodeYieldsAgainWhenItWins() {
    Drain drain = new Drain(raft, handover, task -> Thread.startVirtualThread(task));
    drain.begin("", soon());
    assertTrue(drain.isDraining());
    assertEquals(1, raft.transfers.size());
    raft.become(new Leadership(Role.LEADER, 8, "a", true));
    await().until(() -> raft.transfers.size() == 2);
    drain.end();
    raft.become(new Leadership(Role.LEADER, 12, "a", true));
    assertFalse(drain.isDraining());
    assertTrue(raft.leadership().leads());
  }

  @Test
  void aDrainThatNobodyCanRelieveSaysSoAndStays() {
    raft.silent("b", "c");
    Drain drain = new Drain(raft, handover, Runnable::run);
    refused(() -> drain.begin("", soon()));
    assertTrue(drain.isDraining());
    assertTrue(raft.leadership().leads());
  }
}
