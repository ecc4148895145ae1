package io.quorate.server.topology.membership;

import static io.quorate.server.topology.FakeReplicator.peer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.command.Command.ForgetNode;
import io.quorate.command.Command.RegisterNode;
import io.quorate.proto.v1.ErrorCode;
import io.quorate.proto.v1.HelloReply;
import io.quorate.proto.v1.Identity;
import io.quorate.proto.v1.JoinReply;
import io.quorate.proto.v1.JoinRequest;
import io.quorate.proto.v1.MembershipReply;
import io.quorate.proto.v1.Outcome;
import io.quorate.server.error.Deadline;
import io.quorate.server.error.RequestException;
import io.quorate.server.replication.PeerAddress;
import io.quorate.server.topology.EntryVersions;
import io.quorate.server.topology.FakeNetwork;
import io.quorate.server.topology.FakeRegistry;
import io.quorate.server.topology.FakeReplicator;
import io.quorate.server.topology.NodeProfile;
import io.quorate.server.topology.identity.Group;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Joining, promotion, replacement and removal, as the leader a of {a, b, c} does them. */
class MembershipTest {
  private static final PeerAddress A = peer("a");
  private static final PeerAddress B = peer("b");
  private static final PeerAddress C = peer("c");

  /** The node b after its directory was wiped: same name, same addresses, another identity. */
  private static final PeerAddress B2 = peer("b2", "b");

  private static final PeerAddress D = peer("d");

  private final FakeReplicator raft =
      new FakeReplicator("a").voters("a", "b", "c").lead(5).current("b", "c");
  private final FakeNetwork network =
      new FakeNetwork().runs(A, "group").runs(B, "group").runs(C, "group");
  private final FakeRegistry registry =
      new FakeRegistry(raft).with(A, "voter").with(B, "voter").with(C, "voter");
  private final Identity self = FakeNetwork.identity(A);
  private final PeerHealth health = new PeerHealth(raft, network, () -> self);
  private final Reconfiguration reconfiguration = new Reconfiguration(raft);
  private final Registration registration =
      new Registration(raft, registry, registry, health, () -> self);
  private long nanos;
  private int versionInLog = 1;
  private final Steward steward =
      new Steward(
          raft,
          reconfiguration,
          registration,
          health,
          registry,
          new EntryVersions(() -> versionInLog),
          () -> nanos);
  private final NodeProfile profile =
      new NodeProfile("c", "a", "a:0", "a:1", "a:2", new TreeMap<>(), "voter", "0.1.0");
  private final JoinService joins =
      new JoinService(profile, raft, health, registration, steward, Runnable::run);
  private final MembershipCalls calls =
      new MembershipCalls(raft, reconfiguration, registration, steward, health, registry);

  private JoinReply join(PeerAddress peer) {
    return join(peer, UnaryOperator.identity());
  }

  private JoinReply join(PeerAddress peer, UnaryOperator<Identity.Builder> change) {
    return joins
        .join(
            JoinRequest.newBuilder()
                .setFrom(change.apply(FakeNetwork.identity(peer).toBuilder()))
                .build())
        .join();
  }

  private static String refusal(JoinReply reply) {
    assertEquals(ErrorCode.REFUSED, reply.getError().getCode(), reply::toString);
    return reply.getError().getMessage();
  }

  /** b is wiped, comes back as b2 and has been added as a learner that has everything. */
  private void wipedAndRejoined() {
    raft.silent("b");
    network.runs(B2, "");
    assertFalse(join(B2).hasError());
    network.runs(B2, "group");
    raft.current("b2");
  }

  private RegisterNode entry(String id) {
    return Objects.requireNonNull(registry.nodes().get(id));
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofMillis(300));
  }

  @Test
  void aNewPeerIsToldTheGroupWithItselfAsLearnerAndAddedOnceItHasStarted() {
    network.runs(D, "");
    JoinReply reply = join(D);
    Group group = Group.of(reply.getGroup());
    assertFalse(group.peer("d").orElseThrow().voter());
    assertTrue(group.peer("a").orElseThrow().voter());
    assertTrue(steward.tick(), "it waits for the start");
    assertEquals(List.of(), raft.changes, "consensus must not wait for a peer that does not run");
    network.runs(D, "group");
    steward.tick();
    assertEquals(List.of("a b c | d"), raft.changes);
  }

  @Test
  void whoCannotApplyWhatTheLogHasIsRefused() {
    network.runs(D, "");
    assertFalse(join(D).hasError(), "as long as the log has nothing newer");
    versionInLog = 2;
    assertEquals(
        "the log has entries of version 2, d applies none above version 1; upgrade it",
        refusal(join(D)));
    assertFalse(join(D, identity -> identity.setEntryVersion(2)).hasError());
  }

  @Test
  void anAdditionThatFailsIsTriedLaterAndLaterAndSaysWhy() {
    network.runs(D, "group");
    assertFalse(join(D).hasError());
    raft.changeFailure = RequestException.timeout(Outcome.UNKNOWN, "d did not catch up in time");
    int tries = 0;
    for (int ms = 0; ms < 20_000; ms += 250) {
      assertTrue(steward.tick());
      assertFalse(join(D).hasError(), "it asks again, which is no reason to hurry");
      nanos += Duration.ofMillis(250).toNanos();
      tries = raft.changes.size();
    }
    assertTrue(tries >= 5 && tries <= 9, tries + " tries in 20 s");
    assertEquals(Map.of("d", "d did not catch up in time"), steward.setbacks());
    RequestException late =
        assertThrows(RequestException.class, () -> calls.add("d:0", "voter", soon()));
    assertTrue(
        late.error().getMessage().contains("last: d did not catch up in time"), late::getMessage);
    raft.changeFailure = null;
    nanos += Duration.ofSeconds(8).toNanos();
    steward.tick();
    assertEquals("a b c | d", raft.changes.getLast());
    assertEquals(tries + 1, raft.changes.size());
    assertFalse(steward.setbacks().containsValue("d did not catch up in time"));
  }

  @Test
  void aPeerThatCannotBeAddedKeepsNobodyElseFromVoting() {
    raft.members(List.of(A, B, C), List.of(peer("e"))).current("e");
    registry.with(peer("e"), "voter");
    network.runs(D, "group");
    assertFalse(join(D).hasError());
    raft.changeFailure = RequestException.unavailable("not now");
    steward.tick();
    assertEquals(List.of("a b c | d e", "a b c e | "), raft.changes);
    assertEquals(Map.of("d", "not now", "e", "not now"), steward.setbacks());
  }

  @Test
  void aPromotionThatFailsIsNotTriedAgainAtOnce() {
    raft.members(List.of(A, B, C), List.of(D)).current("d");
    registry.with(D, "voter");
    raft.changeFailure = RequestException.unavailable("not now");
    steward.tick();
    steward.tick();
    assertEquals(1, raft.changes.size());
    nanos += Duration.ofMillis(500).toNanos();
    steward.tick();
    assertEquals(2, raft.changes.size());
  }

  @Test
  void whoLeadsNoMoreKnowsOfNoSetbacks() {
    raft.members(List.of(A, B, C), List.of(D)).silent("d");
    registry.with(D, "voter");
    steward.tick();
    assertEquals(Set.of("d"), steward.setbacks().keySet());
    raft.follow("b", 6);
    steward.tick();
    assertEquals(Map.of(), steward.setbacks());
  }

  @Test
  void aPeerThatNeverCameIsForgottenAndMayAskAgain() {
    network.runs(D, "");
    assertFalse(join(D).hasError());
    assertTrue(entry("d").joining());
    raft.follow("b", 6);
    steward.tick(); // the new leader expects nobody
    raft.lead(7);
    steward.tick();
    assertEquals(new ForgetNode("d", false), registry.log.getLast());
    assertFalse(join(D).hasError());
    network.runs(D, "group");
    steward.tick();
    assertEquals(List.of("a b c | d"), raft.changes);
  }

  @Test
  void aPeerThatWasAddedIsRecordedAsAMember() {
    network.runs(D, "group");
    join(D, d -> d.setIntended("learner"));
    steward.tick();
    assertTrue(entry("d").joining(), "when it was logged it was not");
    steward.tick();
    assertFalse(entry("d").joining());
    assertEquals("learner", entry("d").intended());
    int logged = registry.log.size();
    steward.tick();
    assertEquals(logged, registry.log.size());
  }

  @Test
  void aMemberThatLeftUnderAnEarlierLeaderIsRememberedAsRemoved() {
    registry.with(D, "voter"); // registered as a member, and not in the configuration
    steward.tick();
    assertEquals(List.of(new ForgetNode("d", true)), registry.log);
  }

  @Test
  void whoWasRemovedIsNotAdmittedAgain() {
    calls.remove(C, false, soon());
    assertTrue(registry.isRemoved("c"));
    JoinReply reply = join(C);
    assertTrue(reply.getRemoved());
    assertTrue(refusal(reply).contains("empty its data directory"), reply::toString);
    RequestException failure =
        assertThrows(RequestException.class, () -> calls.add("c:0", "voter", soon()));
    assertEquals(ErrorCode.REFUSED, failure.error().getCode());
    assertTrue(failure.error().getMessage().contains("empty its data directory"));
    steward.tick();
    assertEquals(List.of("a b | "), raft.changes);
    network.runs(peer("c2", "c"), "");
    assertFalse(join(peer("c2", "c")).hasError(), "after its directory was emptied");
  }

  @Test
  void aWipedVoterThatWasReplacedIsNotAdmittedAgain() {
    wipedAndRejoined();
    steward.tick();
    steward.tick();
    assertEquals(Set.of("a", "b2", "c"), raft.membership().voters());
    assertTrue(registry.isRemoved("b"));
    network.runs(B, "group");
    assertTrue(join(B).getRemoved());
  }

  @Test
  void whoIsRemovedRightAfterItWasAddedIsRecordedAsAMemberFirst() {
    network.runs(D, "group");
    join(D, d -> d.setIntended("learner"));
    steward.tick();
    assertTrue(entry("d").joining());
    calls.remove(D, false, soon());
    List<Object> last =
        List.copyOf(registry.log.subList(registry.log.size() - 2, registry.log.size()));
    assertEquals(List.of(FakeRegistry.entry(D, "learner"), new ForgetNode("d", true)), last);
  }

  @Test
  void askingAgainAnswersTheSameAndChangesNothing() {
    network.runs(D, "");
    JoinReply first = join(D);
    assertEquals(first, join(D));
    network.runs(D, "group");
    steward.tick();
    assertEquals(Group.of(first.getGroup()), Group.of(join(D).getGroup()));
    steward.tick();
    assertEquals(1, raft.changes.size());
  }

  @Test
  void aFollowerNamesTheLeader() {
    raft.follow("b", 6);
    JoinReply reply = join(D);
    assertEquals(ErrorCode.NOT_LEADER, reply.getError().getCode());
    assertEquals("b:0", reply.getError().getLeader());
  }

  @Test
  void aStrangerIsRefused() {
    network.runs(D, "");
    assertTrue(refusal(join(D, d -> d.setCluster("other"))).contains("\"other\""));
    assertTrue(refusal(join(D, d -> d.setProtocol(9))).contains("9"));
    assertTrue(
        refusal(join(D, d -> d.setNodeId("liar")))
            .contains("is answered by d (d), not by d (liar)"));
    network.stops(D);
    assertTrue(refusal(join(D)).contains("nobody answers at d:0"));
    assertEquals(List.of(), registry.log);
  }

  @Test
  void aNameThatLivesElsewhereIsRefused() {
    PeerAddress twin = new PeerAddress("twin", "b", "elsewhere:0", "elsewhere:1", "");
    network.runs(twin, "");
    assertTrue(refusal(join(twin)).contains("b is alive elsewhere: at b:0"));
    network.stops(B);
    assertTrue(refusal(join(twin)).contains("alive elsewhere"), "it answered appends just now");
    raft.silent("b");
    assertFalse(join(twin).hasError(), "silent for long on both ways");
  }

  @Test
  void anAddressThatAnswersUnderTheNewIdProvesTheOldOneGone() {
    network.runs(B2, "");
    assertFalse(join(B2).hasError(), "although b answered an append 50 ms ago");
  }

  @Test
  void aWipedVoterIsReplacedInOneChangeOnceItHasCaughtUp() {
    wipedAndRejoined();
    raft.matchIndexes.put("b2", -1L);
    raft.commitIndex = 5000;
    raft.matchIndexes.put("c", 5000L);
    steward.tick();
    assertEquals(
        List.of("a b c | b/b2"),
        raft.changes,
        "behind: it stays a learner, and the old one a voter");
    raft.matchIndexes.put("b2", 4000L);
    steward.tick();
    assertEquals("a b/b2 c | ", raft.changes.getLast());
    assertEquals(2, raft.changes.size());
    assertFalse(registry.nodes().containsKey("b"), "the old identity is forgotten");
    assertTrue(registry.log.contains(new ForgetNode("b", true)));
  }

  @Test
  void wipingOneWhileAnotherIsSilentReplacesNobody() {
    wipedAndRejoined();
    raft.silent("c");
    steward.tick();
    steward.tick();
    assertEquals(Set.of("a", "b", "c"), raft.membership().voters());
    raft.current("c");
    steward.tick();
    assertEquals(Set.of("a", "b2", "c"), raft.membership().voters());
  }

  @Test
  void whatAnswersAtAWipedVotersAddressDoesNotCountForItsMajority() {
    wipedAndRejoined();
    raft.silent("c");
    raft.current("b"); // Ratis may take b2's append replies for b's: they have one address.
    steward.tick();
    steward.tick();
    assertEquals(List.of("a b c | b/b2"), raft.changes);
  }

  @Test
  void aLivingVoterIsNeverReplaced() {
    wipedAndRejoined();
    network.runs(B, "group"); // the old process is there after all
    steward.tick();
    assertTrue(raft.membership().voters().contains("b"));
    assertFalse(raft.membership().voters().contains("b2"));
  }

  @Test
  void aLearnerStaysOneWhenItIsMeantToBeOne() {
    network.runs(D, "group");
    join(D, d -> d.setIntended("learner"));
    raft.current("d");
    steward.tick();
    steward.tick();
    assertEquals(List.of("a b c | d"), raft.changes);
  }

  @Test
  void aDeadLearnerIsReplacedAtOnce() {
    PeerAddress d2 = peer("d2", "d");
    raft.members(List.of(A, B, C), List.of(D)).silent("d");
    registry.with(D, "learner");
    network.runs(d2, "");
    join(d2, d -> d.setIntended("learner"));
    network.runs(d2, "group");
    steward.tick();
    assertEquals(List.of("a b c | d/d2"), raft.changes);
  }

  @Test
  void nothingIsChangedWhileAJointConfigurationIsInForce() {
    raft.joint(Set.of("a", "b", "c"), Set.of("a", "b"));
    RequestException failure =
        assertThrows(RequestException.class, () -> calls.remove(C, true, soon()));
    assertEquals(ErrorCode.UNAVAILABLE, failure.error().getCode());
    assertEquals(List.of(), raft.changes);
  }

  @Test
  void addWaitsUntilTheNodeVotes() {
    network.runs(D, "group");
    raft.current("d");
    Thread ticking = Thread.startVirtualThread(() -> tickUntil("d"));
    MembershipReply reply = calls.add("d:0", "voter", Deadline.after(Duration.ofSeconds(10)));
    assertEquals(List.of("a", "b", "c", "d"), reply.getVotersList());
    ticking.interrupt();
  }

  private void tickUntil(String voter) {
    while (!raft.membership().voters().contains(voter) && !Thread.currentThread().isInterrupted()) {
      steward.tick();
      Thread.onSpinWait();
    }
  }

  @Test
  void addAsLearnerOverridesWhatTheNodeIsConfiguredFor() {
    network.runs(D, "group");
    raft.current("d");
    Thread ticking = Thread.startVirtualThread(() -> tickUntil("d"));
    MembershipReply reply = calls.add("d:0", "learner", Deadline.after(Duration.ofSeconds(10)));
    ticking.interrupt();
    assertEquals(List.of("d"), reply.getLearnersList());
    steward.tick();
    assertEquals(Set.of("a", "b", "c"), raft.membership().voters());
  }

  @Test
  void addRefusesWhatCannotJoin() {
    RequestException nobody =
        assertThrows(RequestException.class, () -> calls.add("x:0", "voter", soon()));
    assertEquals(ErrorCode.REFUSED, nobody.error().getCode());
    network.runs(D, "another group");
    RequestException member =
        assertThrows(RequestException.class, () -> calls.add("d:0", "voter", soon()));
    assertTrue(member.error().getMessage().contains("another group"));
    network.runs(D, "");
    RequestException idle =
        assertThrows(RequestException.class, () -> calls.add("d:0", "voter", soon()));
    assertEquals(ErrorCode.TIMEOUT, idle.error().getCode());
  }

  @Test
  void removalNeedsALiveMajorityOfTheRestUnlessForced() {
    raft.silent("b");
    RequestException failure =
        assertThrows(RequestException.class, () -> calls.remove(C, false, soon()));
    assertEquals(ErrorCode.REFUSED, failure.error().getCode());
    assertEquals(
        List.of("a", "c"), calls.remove(B, false, soon()).getVotersList(), "the dead one may go");
    assertEquals(Set.of("a", "c"), raft.membership().voters());
    assertFalse(registry.nodes().containsKey("b"));
    assertEquals(List.of("a"), calls.remove(C, true, soon()).getVotersList());
    RequestException last =
        assertThrows(RequestException.class, () -> calls.remove(A, true, soon()));
    assertTrue(last.error().getMessage().contains("last voter"));
  }

  @Test
  void aDemotedVoterIsNotPromotedAgainByItselfAndCanBeByCommand() {
    assertEquals(List.of("c"), calls.demote(C, false, soon()).getLearnersList());
    steward.tick();
    assertEquals(Set.of("a", "b"), raft.membership().voters());
    assertEquals("learner", entry("c").intended());
    registration.greeted(FakeNetwork.identity(C).toBuilder().setVersion("0.2.0").build());
    assertEquals(
        "learner",
        entry("c").intended(),
        "its configuration says voter; the operator's word counts");
    assertEquals(List.of("a", "b", "c"), calls.promote(C, soon()).getVotersList());
    assertEquals("voter", entry("c").intended());
  }

  @Test
  void promotionOfALearnerThatIsBehindIsRefusedWithTheReason() {
    raft.members(List.of(A, B, C), List.of(D)).current("d");
    raft.matchIndexes.put("d", 100L);
    raft.commitIndex = 9000;
    registry.with(D, "learner");
    RequestException failure = assertThrows(RequestException.class, () -> calls.promote(D, soon()));
    assertEquals(ErrorCode.REFUSED, failure.error().getCode());
    assertTrue(
        failure.error().getMessage().contains("d is 8900 entries behind"), failure::getMessage);
  }

  @Test
  void theLeaderDoesNotLeaveTheVotersWhileItLeads() {
    assertThrows(RequestException.class, () -> calls.demote(A, true, soon()));
    assertEquals(Set.of("a", "b", "c"), raft.membership().voters());
  }

  @Test
  void aMembersEntryFollowsItsConfiguration() {
    Identity moved = FakeNetwork.identity(C).toBuilder().setHttp("c:99").build();
    registration.greeted(moved);
    assertEquals("c:99", entry("c").http());
    int logged = registry.log.size();
    registration.greeted(moved);
    assertEquals(logged, registry.log.size(), "nothing is logged when nothing changed");
    registration.greeted(FakeNetwork.identity(D));
    assertFalse(registry.nodes().containsKey("d"), "a stranger is not registered");
  }

  @Test
  void aFollowerTellsTheLeaderWhenItsOwnEntryIsWrong() {
    raft.follow("b", 6);
    assertTrue(registration.settle());
    FakeRegistry empty = new FakeRegistry(raft);
    Registration unregistered = new Registration(raft, empty, empty, health, () -> self);
    List<String> greetings = new java.util.concurrent.CopyOnWriteArrayList<>();
    network.answers(
        "b:0",
        request -> {
          greetings.add(request.getFrom().getName());
          return HelloReply.getDefaultInstance();
        });
    assertFalse(unregistered.settle());
    assertEquals(List.of("a"), greetings);
  }

  @Test
  void aLeaderRegistersItself() {
    FakeRegistry empty = new FakeRegistry(raft);
    Registration unregistered = new Registration(raft, empty, empty, health, () -> self);
    unregistered.settle();
    assertEquals(FakeRegistry.entry(A, "voter"), empty.nodes().get("a"));
    assertTrue(empty.log.getFirst() instanceof RegisterNode);
  }
}
