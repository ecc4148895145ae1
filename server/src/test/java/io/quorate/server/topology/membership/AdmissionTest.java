package io.quorate.server.topology.membership;

import static io.quorate.server.topology.FakeReplicator.peer;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quorate.proto.v1.HelloReply;
import io.quorate.proto.v1.JoinReply;
import io.quorate.server.error.RequestException;
import io.quorate.server.replication.PeerAddress;
import io.quorate.server.topology.FakeNetwork;
import io.quorate.server.topology.FakeReplicator;
import io.quorate.server.topology.NodeProfile;
import io.quorate.server.topology.identity.Group;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** On the new learner d of {a, b}. */
class AdmissionTest {
  private static final PeerAddress A = peer("a");
  private static final PeerAddress B = peer("b");
  private static final PeerAddress D = peer("d");

  private final FakeReplicator raft = new FakeReplicator("d").members(List.of(A, B), List.of(D));
  private final FakeNetwork network =
      new FakeNetwork().admits("b:0", request -> JoinReply.getDefaultInstance());
  private final Admission admission =
      new Admission(
          new NodeProfile("c", "d", "d:0", "d:1", "d:2", new TreeMap<>(), "voter", "0.1.0"),
          raft,
          new PeerHealth(raft, network, () -> FakeNetwork.identity(D)),
          network,
          () -> FakeNetwork.identity(D));

  /** The group's members, as a, which follows b, tells. */
  private void told(PeerAddress... peers) {
    told("group", "b:0", peers);
  }

  private void told(String groupId, String leader, PeerAddress... peers) {
    Group group =
        new Group(groupId, 1, Stream.of(peers).map(peer -> Group.Member.of(peer, true)).toList());
    HelloReply reply =
        HelloReply.newBuilder()
            .setSelf(FakeNetwork.identity(A).toBuilder().setGroup(group.toProto()))
            .setLeaderGrpc(leader)
            .build();
    network.answers("a:0", request -> reply);
  }

  @Test
  void aLearnerThatNobodyAddedAsksTheLeaderAgain() {
    raft.commitIndex = -1;
    told(A, B);
    admission.check();
    assertEquals(List.of("b:0"), network.joined);
    assertEquals("", admission.exclusion());
  }

  @Test
  void aLearnerThatIsListedWaits() {
    raft.commitIndex = -1;
    told(A, B, D);
    admission.check();
    assertEquals(List.of(), network.joined);
  }

  @Test
  void aLearnerThatDiedWhileItWasStagedAsksAgainAlthoughItHasSomeOfTheLog() {
    raft.commitIndex = 50;
    told(A, B);
    admission.check();
    assertEquals(List.of("b:0"), network.joined);
    assertEquals("", admission.exclusion());
    admission.check();
    assertEquals(2, network.joined.size(), "until it is listed");
    told(A, B, D);
    admission.check();
    assertEquals(2, network.joined.size());
  }

  @Test
  void aNodeThatWasRemovedSaysSoAndAsksNoMore() {
    raft.commitIndex = 50;
    told(A, B);
    network.admits(
        "b:0",
        request ->
            JoinReply.newBuilder()
                .setRemoved(true)
                .setError(RequestException.refused("d was removed").error())
                .build());
    admission.check();
    assertEquals("d was removed", admission.exclusion());
    admission.check();
    assertEquals(List.of("b:0"), network.joined);
    raft.follow("b", 9);
    admission.check();
    assertEquals("", admission.exclusion());
  }

  @Test
  void aRefusalForAnotherReasonExcludesNobody() {
    raft.commitIndex = 50;
    told(A, B);
    network.admits(
        "b:0",
        request ->
            JoinReply.newBuilder()
                .setError(RequestException.refused("d is alive elsewhere").error())
                .build());
    admission.check();
    assertEquals("", admission.exclusion());
    admission.check();
    assertEquals(2, network.joined.size());
  }

  @Test
  void nobodyAnsweringProvesNothing() {
    raft.commitIndex = 50;
    admission.check();
    assertEquals("", admission.exclusion());
  }

  @Test
  void aLearnerThatHearsOfALeaderAndHasEntriesAsksNobody() {
    raft.follow("b", 9);
    told(A, B);
    admission.check();
    assertEquals(List.of(), network.joined);
    assertEquals("", admission.exclusion());
  }

  @Test
  void aLearnerWhoseLeaderWasReplacedWhileItStagedItAsksAgain() {
    raft.follow("b", 9).commitIndex = 50;
    raft.leaderSilence = Duration.ofSeconds(4);
    told(A, B);
    admission.check();
    assertEquals(List.of("b:0"), network.joined);
  }

  @Test
  void aLearnerWithoutEntriesAsksEvenIfItHearsOfALeader() {
    raft.follow("b", 9).commitIndex = -1;
    told(A, B);
    admission.check();
    assertEquals(List.of("b:0"), network.joined);
  }

  @Test
  void aVoterThatHearsOfALeaderNeedsNoEntriesToBeCountedIn() {
    raft.voters("a", "b", "d").follow("b", 9).commitIndex = -1;
    told(A, B);
    admission.check();
    assertEquals(List.of(), network.joined);
  }

  @Test
  void whoIsOfAnotherGroupOrKnowsNoLeaderIsNotBelieved() {
    raft.commitIndex = -1;
    told("another", "b:0", A, B);
    admission.check();
    told("group", "", A, B);
    admission.check();
    assertEquals(List.of(), network.joined);
    assertEquals("", admission.exclusion());
  }

  @Test
  void aRefusalOrASilentLeaderIsNoReasonToGiveUp() {
    raft.commitIndex = -1;
    told(A, B);
    network.admits(
        "b:0",
        request ->
            JoinReply.newBuilder().setError(RequestException.refused("not now").error()).build());
    admission.check();
    told("group", "c:0", A, B);
    admission.check();
    assertEquals(List.of("b:0", "c:0"), network.joined);
  }
}
