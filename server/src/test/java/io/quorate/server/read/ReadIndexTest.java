package io.quorate.server.read;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.proto.v1.Consistency;
import io.quorate.proto.v1.ErrorCode;
import io.quorate.proto.v1.ReadIndexReply;
import io.quorate.proto.v1.ReadIndexRequest;
import io.quorate.server.node.FakeGroup;
import io.quorate.server.node.FakeLinks;
import io.quorate.server.replication.Leadership;
import io.quorate.server.replication.Role;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReadIndexTest {
  private static final long LEASE_NANOS = FakeGroup.ELECTION_TIMEOUT.toNanos() / 10 * 9;

  private final FakeGroup group = new FakeGroup("a", "a", "b", "c").leads(5);
  private final FakeLinks links = new FakeLinks();
  private final AtomicLong nanos = new AtomicLong(1_000_000_000);
  private final ReadIndex readIndex = new ReadIndex(group, links, nanos::get);

  @AfterEach
  void close() {
    readIndex.close();
  }

  @Test
  void oneVoterOfThreeConfirmsTheLeader() {
    var point = readIndex.confirm();
    assertFalse(point.isDone());
    links.await(0).term(5);
    assertEquals(new ReadPoint(5, 10, nanos.get(), true), point.join());
  }

  @Test
  void theIndexIsTakenBeforeTheVotersAreAsked() {
    links.onAsk = _ -> group.commitIndex = 99;
    var point = readIndex.confirm();
    links.await(0).term(5);
    assertEquals(10, point.join().index());
  }

  @Test
  void aReadNeverJoinsARoundThatBeganBeforeItArrived() {
    var early = readIndex.confirm();
    group.commitIndex = 11;
    var late = readIndex.confirm();
    links.await(0).term(5);
    assertEquals(10, early.join().index());
    assertFalse(late.isDone(), "the answers to the first round must not confirm the second");
    links.await(2).term(5);
    assertEquals(11, late.join().index());
  }

  @Test
  void anAnswerOfAHigherTermRefusesAtOnce() {
    var point = readIndex.confirm();
    links.await(0).term(6);
    assertEquals(ErrorCode.NOT_LEADER, Failures.of(point).getCode());
  }

  @Test
  void anAnswerOfALowerTermDoesNotCount() {
    var point = readIndex.confirm();
    links.await(0).term(4);
    assertFalse(point.isDone());
    links.await(1).term(4);
    assertEquals(ErrorCode.UNAVAILABLE, Failures.of(point).getCode());
  }

  @Test
  void withoutAMajorityInReachItFailsAtOnce() {
    var point = readIndex.confirm();
    links.await(0).breaks(false);
    assertFalse(point.isDone());
    links.await(1).breaks(true);
    assertEquals(ErrorCode.UNAVAILABLE, Failures.of(point).getCode());
  }

  @Test
  void aTermThatChangesDuringTheRoundRefuses() {
    var point = readIndex.confirm();
    group.leads(6);
    links.await(0).term(5);
    assertEquals(ErrorCode.NOT_LEADER, Failures.of(point).getCode());
  }

  @Test
  void leadershipLostDuringTheRoundRefuses() {
    var point = readIndex.confirm();
    group.follows("b", 5);
    links.await(0).term(5);
    assertEquals(ErrorCode.NOT_LEADER, Failures.of(point).getCode());
    assertEquals("localhost:1", Failures.of(point).getLeader());
  }

  @Test
  void aLeaderThatIsNotReadyRefusesAndAsksNobody() {
    group.become(new Leadership(Role.LEADER, 5, "a", false));
    assertEquals(ErrorCode.UNAVAILABLE, Failures.of(readIndex.confirm()).getCode());
    assertTrue(links.asked.isEmpty());
  }

  @Test
  void aSingleVoterNeedsNobodyButMustBeReady() {
    group.membership = FakeGroup.voters(Set.of("a"), Set.of());
    assertEquals(10, readIndex.confirm().join().index());
    assertTrue(links.asked.isEmpty());
    group.become(new Leadership(Role.LEADER, 5, "a", false));
    assertEquals(ErrorCode.UNAVAILABLE, Failures.of(readIndex.confirm()).getCode());
  }

  @Test
  void aJointConfigurationNeedsBothMajorities() {
    group.membership = FakeGroup.voters(Set.of("a", "d", "e"), Set.of("a", "b", "c"));
    var point = readIndex.confirm();
    answer("b", 5);
    answer("c", 5);
    assertFalse(point.isDone(), "the old majority alone");
    answer("e", 5);
    assertEquals(10, point.join().index());
  }

  @Test
  void aJointConfigurationIsHopelessWithoutOneOfTheMajorities() {
    group.membership = FakeGroup.voters(Set.of("a", "d", "e"), Set.of("a", "b", "c"));
    var point = readIndex.confirm();
    answer("b", 5);
    answer("d", 4);
    answer("e", 4);
    assertEquals(ErrorCode.UNAVAILABLE, Failures.of(point).getCode());
  }

  @Test
  void theMembershipIsTheOneAtTheBeginningOfTheRound() {
    var point = readIndex.confirm();
    group.membership = FakeGroup.voters(Set.of("a"), Set.of());
    links.await(0).term(4);
    assertFalse(point.isDone());
    links.await(1).term(5);
    assertEquals(10, point.join().index());
  }

  private void answer(String voter, long term) {
    links.asked.stream()
        .filter(asked -> asked.peer().equals(voter))
        .forEach(asked -> asked.term(term));
  }

  @Test
  void theLeaseRunsFromTheSendingOfTheRound() {
    var point = readIndex.confirm();
    nanos.addAndGet(LEASE_NANOS - 1);
    links.await(0).term(5);
    point.join();
    assertTrue(readIndex.lease().held(5).isPresent());
    nanos.addAndGet(1);
    assertTrue(
        readIndex.lease().held(5).isEmpty(), "it took 0.9 election time-outs since the sending");
  }

  @Test
  void theLeaseIsOfOneTermOnly() {
    var point = readIndex.confirm();
    links.await(0).term(5);
    point.join();
    assertTrue(readIndex.lease().held(6).isEmpty());
  }

  @Test
  void thereIsNoLeaseWhileLeadershipIsHandedOverNorFromARoundBefore() {
    var point = readIndex.confirm();
    links.await(0).term(5);
    point.join();
    readIndex.lease().suspend();
    assertTrue(readIndex.lease().held(5).isEmpty());
    nanos.addAndGet(1000);
    readIndex.lease().resume();
    assertTrue(readIndex.lease().held(5).isEmpty());
    var next = readIndex.confirm();
    links.await(2).term(5);
    next.join();
    assertTrue(readIndex.lease().held(5).isPresent());
  }

  @Test
  void underTheLeaseNobodyIsAskedAndTheIndexIsTheOneOfNow() {
    var point = readIndex.confirm();
    links.await(0).term(5);
    long sent = point.join().asOfNanos();
    group.commitIndex = 12;
    nanos.addAndGet(LEASE_NANOS - 1);
    assertEquals(new ReadPoint(5, 12, sent, true), readIndex.leased().join());
    nanos.addAndGet(1);
    assertFalse(readIndex.leased().isDone());
  }

  @Test
  void theAnswerToAFollowerTellsTheAgeOfTheRound() {
    var point = readIndex.confirm();
    links.await(0).term(5);
    point.join();
    nanos.addAndGet(Duration.ofMillis(30).toNanos() + 1);
    ReadIndexReply reply = readIndex.answer(request(Consistency.BOUNDED)).join();
    assertEquals(31, reply.getConfirmedAgeMs(), "rounded up");
    assertEquals(10, reply.getIndex());
    assertEquals(5, reply.getTerm());
    nanos.addAndGet(FakeGroup.ELECTION_TIMEOUT.toNanos());
    assertFalse(readIndex.answer(request(Consistency.BOUNDED)).isDone(), "too old: asks anew");
  }

  @Test
  void aNodeThatDoesNotLeadAnswersNoFollower() {
    group.follows("b", 6);
    for (Consistency level :
        Set.of(Consistency.LINEARIZABLE, Consistency.LEASE, Consistency.BOUNDED)) {
      assertEquals(ErrorCode.NOT_LEADER, Failures.of(readIndex.answer(request(level))).getCode());
    }
  }

  private static ReadIndexRequest request(Consistency level) {
    return ReadIndexRequest.newBuilder().setConsistency(level).build();
  }

  @Test
  void theLeaseIsRenewedWhileItIsAskedForAndThenNoLonger() {
    links.onAsk = asked -> asked.term(5);
    try (ReadIndex renewing = new ReadIndex(group, links)) {
      renewing.leased().join();
      await().atMost(3, SECONDS).until(() -> links.asked.size() >= 6);
      // A second after the last question nobody renews any more.
      AtomicInteger before = new AtomicInteger();
      await()
          .during(FakeGroup.ELECTION_TIMEOUT.multipliedBy(2))
          .atMost(8, SECONDS)
          .until(() -> before.getAndSet(links.asked.size()) == links.asked.size());
    }
  }
}
