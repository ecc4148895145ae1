package io.quorate.server.read;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.quorate.command.Command;
import io.quorate.proto.v1.Consistency;
import io.quorate.proto.v1.ErrorCode;
import io.quorate.proto.v1.Evidence;
import io.quorate.proto.v1.Get;
import io.quorate.proto.v1.LeaseGet;
import io.quorate.proto.v1.LeaseList;
import io.quorate.proto.v1.MultiGet;
import io.quorate.proto.v1.Outcome;
import io.quorate.proto.v1.ReadOptions;
import io.quorate.proto.v1.ReadReply;
import io.quorate.proto.v1.ReadRequest;
import io.quorate.proto.v1.Token;
import io.quorate.server.error.Deadline;
import io.quorate.server.node.FakeGroup;
import io.quorate.server.node.FakeLinks;
import io.quorate.server.node.LeaderWatch;
import io.quorate.server.proposal.GroupToken;
import io.quorate.server.replication.Leadership;
import io.quorate.server.replication.Role;
import io.quorate.store.CorruptStateException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReaderTest {
  private static final long MS = 1_000_000;
  private final Deadline soon = Deadline.after(Duration.ofMinutes(1));

  @TempDir Path folder;
  private final FakeGroup group = new FakeGroup("a", "a", "b", "c");
  private final FakeLinks links = new FakeLinks();
  private final AtomicLong nanos = new AtomicLong(1_000_000_000);
  private final List<CorruptStateException> corrupt =
      Collections.synchronizedList(new ArrayList<>());
  private EngineReplica replica;
  private ReadIndex readIndex;
  private Reader reader;

  @BeforeEach
  void open() {
    replica = new EngineReplica(folder);
    readIndex = new ReadIndex(group, links, nanos::get);
    reader =
        new Reader(
            group,
            replica,
            links,
            readIndex,
            new LeaderWatch(group),
            "n1",
            new PinBounds(64, Duration.ofMinutes(1)),
            corrupt::add,
            Runnable::run,
            nanos::get);
    replica.put(3, 9, "k", "old");
    replica.put(5, 10, "k", "v");
  }

  @AfterEach
  void close() {
    reader.close();
    readIndex.close();
    replica.close();
  }

  private CompletableFuture<ReadReply> get(ReadOptions.Builder options) {
    return get(options, soon);
  }

  private CompletableFuture<ReadReply> get(ReadOptions.Builder options, Deadline deadline) {
    var request =
        ReadRequest.newBuilder().setOptions(options).setGet(Get.newBuilder().setKey(utf8("k")));
    return reader.read(request.build(), deadline);
  }

  private static ReadOptions.Builder at(Consistency level) {
    return ReadOptions.newBuilder().setConsistency(level);
  }

  private static ByteString utf8(String text) {
    return ByteString.copyFromUtf8(text);
  }

  private static String value(CompletableFuture<ReadReply> reply) {
    return reply.join().getGet().getKv().getValue().toStringUtf8();
  }

  // ---- LINEARIZABLE ----

  @Test
  void aLinearizableReadOnTheLeaderWaitsForTheRoundAndForTheIndex() {
    group.leads(5).commitIndex = 11;
    var reply = get(at(Consistency.LINEARIZABLE));
    links.await(0).term(5);
    await().until(() -> replica.waiting() == 1);
    assertFalse(reply.isDone());
    replica.put(5, 11, "k", "newer");
    assertEquals("newer", value(reply));
    Evidence evidence = reply.join().getEvidence();
    assertEquals("n1", evidence.getNode());
    assertEquals("leader", evidence.getRole());
    assertEquals("read_index", evidence.getMethod());
    assertEquals(5, evidence.getTerm());
    assertEquals(11, evidence.getReadIndex());
    assertEquals(11, evidence.getAppliedIndex());
    assertEquals(0, evidence.getStalenessMs());
    assertEquals(11, evidence.getToken().getIndex());
    assertEquals(5, evidence.getToken().getTerm());
    assertEquals(GroupToken.bytes(FakeGroup.GROUP), evidence.getToken().getGroup());
    assertEquals(evidence.getEpoch(), evidence.getToken().getEpoch());
  }

  @Test
  void aLinearizableReadOnAFollowerAsksTheLeader() {
    group.follows("b", 5);
    var reply = get(at(Consistency.LINEARIZABLE));
    FakeLinks.Asked asked = links.await(0);
    assertEquals("b", asked.peer());
    assertEquals(Consistency.LINEARIZABLE, asked.frame().getReadIndexRequest().getConsistency());
    asked.readIndex(5, 11, 3);
    await().until(() -> replica.waiting() == 1);
    assertFalse(reply.isDone());
    replica.put(5, 11, "k", "newer");
    assertEquals("newer", value(reply));
    assertEquals("follower", reply.join().getEvidence().getRole());
    assertEquals(0, reply.join().getEvidence().getStalenessMs());
  }

  @Test
  void aStaleLeaderThatLearnsOfAHigherTermServesNothingAndTheReadFindsTheNewLeader() {
    group.leads(5);
    var reply = get(at(Consistency.LINEARIZABLE));
    links.onAsk =
        asked -> {
          if (asked.frame().hasTermRequest()) {
            asked.term(6);
          }
        };
    links.await(0).term(6);
    group.follows("b", 6);
    await().until(() -> links.asked.getLast().frame().hasReadIndexRequest());
    assertFalse(reply.isDone());
    links.asked.getLast().readIndex(6, 10, 0);
    assertEquals("v", value(reply));
  }

  @Test
  void aReadWaitsForALeaderToAppear() {
    var reply = get(at(Consistency.LINEARIZABLE));
    group.follows("c", 7);
    links.await(0).readIndex(7, 10, 0);
    assertEquals("v", value(reply));
  }

  @Test
  void withoutALeaderUntilTheDeadlineItIsUnavailable() {
    var error =
        Failures.of(get(at(Consistency.LINEARIZABLE), Deadline.after(Duration.ofMillis(100))));
    assertEquals(ErrorCode.UNAVAILABLE, error.getCode());
    assertEquals(Outcome.NOT_APPLIED, error.getOutcome());
  }

  @Test
  void aLeaderThatIsReplacedIsNotWaitedFor() {
    group.follows("b", 5);
    var reply = get(at(Consistency.LINEARIZABLE));
    links.await(0);
    group.follows("c", 6);
    assertEquals("c", links.await(1).peer());
    links.await(1).readIndex(6, 10, 0);
    assertEquals("v", value(reply));
  }

  @Test
  void aStateThatFellBackIsNotServedBeforeItIsThereAgain() {
    group.leads(5).commitIndex = 11;
    links.onAsk = asked -> asked.term(5);
    replica.claimed = 11; // reached once, and reopened at 10
    var reply = get(at(Consistency.LINEARIZABLE));
    AtomicInteger views = new AtomicInteger();
    replica.onView = views::incrementAndGet;
    await().until(() -> views.get() > 1);
    assertFalse(reply.isDone());
    replica.put(5, 11, "k", "again");
    assertEquals("again", value(reply));
  }

  // ---- LEASE ----

  private void passWhileTheFirstViewIsRead(long duration) {
    AtomicBoolean passed = new AtomicBoolean();
    replica.onView =
        () -> {
          if (passed.compareAndSet(false, true)) {
            nanos.addAndGet(duration);
          }
        };
  }

  private void confirmOnce() {
    group.leads(5);
    links.onAsk =
        asked -> {
          if (asked.frame().hasTermRequest()) {
            asked.term(5);
          }
        };
    readIndex.confirm().join();
  }

  @Test
  void aLeaseReadAsksNobodyAndTellsTheAgeOfTheLease() {
    confirmOnce();
    int asked = links.asked.size();
    nanos.addAndGet(50 * MS);
    Evidence evidence = get(at(Consistency.LEASE)).join().getEvidence();
    assertEquals("lease", evidence.getMethod());
    assertEquals(50, evidence.getStalenessMs());
    assertEquals(asked, links.asked.size());
  }

  @Test
  void aLeaseThatEndsWhileTheViewIsReadIsNotRelied() {
    confirmOnce();
    nanos.addAndGet(100 * MS);
    // 180 ms since the sending: exactly 0.9 of the election time-out
    passWhileTheFirstViewIsRead(80 * MS);
    Evidence evidence = get(at(Consistency.LEASE)).join().getEvidence();
    assertEquals("read_index", evidence.getMethod());
    assertEquals(0, evidence.getStalenessMs());
  }

  @Test
  void aLeaseOneNanosecondLongerIsReliedOn() {
    confirmOnce();
    nanos.addAndGet(100 * MS);
    passWhileTheFirstViewIsRead(80 * MS - 1);
    assertEquals("lease", get(at(Consistency.LEASE)).join().getEvidence().getMethod());
  }

  @Test
  void leadershipLostWhileTheViewIsReadEndsTheLease() {
    confirmOnce();
    replica.onView = () -> group.follows("b", 6);
    var reply = get(at(Consistency.LEASE));
    await().until(() -> links.asked.getLast().frame().hasReadIndexRequest());
    assertFalse(reply.isDone());
    links.asked.getLast().readIndex(6, 10, 0);
    assertEquals("read_index", reply.join().getEvidence().getMethod());
  }

  @Test
  void aHandOverSuspendsTheLease() {
    confirmOnce();
    readIndex.lease().suspend();
    int asked = links.asked.size();
    get(at(Consistency.LEASE)).join();
    assertTrue(links.asked.size() > asked);
  }

  @Test
  void aFollowerAsksTheLeaderForItsLease() {
    group.follows("b", 5);
    var reply = get(at(Consistency.LEASE));
    FakeLinks.Asked asked = links.await(0);
    assertEquals(Consistency.LEASE, asked.frame().getReadIndexRequest().getConsistency());
    nanos.addAndGet(4 * MS);
    asked.readIndex(5, 10, 60);
    assertEquals(64, reply.join().getEvidence().getStalenessMs());
    assertEquals("lease", reply.join().getEvidence().getMethod());
  }

  // ---- BOUNDED ----

  private static ReadOptions.Builder bounded(int ms) {
    return at(Consistency.BOUNDED).setMaxStalenessMs(ms);
  }

  @Test
  void theBoundIsTheTimeSinceTheQuestionPlusTheAgeOfTheLeadersRound() {
    group.follows("b", 5);
    var reply = get(bounded(100));
    FakeLinks.Asked asked = links.await(0);
    nanos.addAndGet(20 * MS);
    asked.readIndex(5, 10, 30);
    Evidence evidence = reply.join().getEvidence();
    assertEquals(50, evidence.getStalenessMs());
    assertEquals("bounded", evidence.getMethod());
    assertEquals(10, evidence.getReadIndex());
  }

  @Test
  void aBoundThatIsExceededIsTriedOnceMoreWithAFreshRound() {
    group.follows("b", 5);
    var reply = get(bounded(100));
    links.await(0).readIndex(5, 10, 101);
    FakeLinks.Asked fresh = links.await(1);
    assertEquals(Consistency.LINEARIZABLE, fresh.frame().getReadIndexRequest().getConsistency());
    nanos.addAndGet(7 * MS);
    fresh.readIndex(5, 10, 0);
    assertEquals(7, reply.join().getEvidence().getStalenessMs());
  }

  @Test
  void aBoundThatCannotBeProvenIsRefused() {
    group.follows("b", 5);
    var reply = get(bounded(100));
    links.await(0).readIndex(5, 10, 101);
    FakeLinks.Asked fresh = links.await(1);
    nanos.addAndGet(101 * MS);
    fresh.readIndex(5, 10, 0);
    assertEquals(ErrorCode.STALENESS_NOT_MET, Failures.of(reply).getCode());
  }

  @Test
  void aBoundIsMeasuredAfterTheStateHasReachedTheIndex() {
    group.follows("b", 5);
    var reply = get(bounded(100));
    links.await(0).readIndex(5, 11, 0);
    await().until(() -> replica.waiting() == 1);
    nanos.addAndGet(101 * MS);
    replica.put(5, 11, "k", "late");
    links.await(1).readIndex(5, 11, 0);
    assertEquals("late", value(reply));
    assertEquals(0, reply.join().getEvidence().getStalenessMs());
  }

  @Test
  void aProofAtHandServesUntilItIsTooOld() {
    group.follows("b", 5);
    var first = get(bounded(100));
    links.await(0).readIndex(5, 10, 10);
    first.join();
    nanos.addAndGet(90 * MS);
    assertEquals(100, get(bounded(100)).join().getEvidence().getStalenessMs());
    assertEquals(1, links.asked.size());
    nanos.addAndGet(1);
    assertFalse(get(bounded(100)).isDone());
    links.await(1);
  }

  @Test
  void withoutALeaderNoBoundIsProven() {
    var error = Failures.of(get(bounded(100), Deadline.after(Duration.ofMillis(60))));
    assertEquals(ErrorCode.STALENESS_NOT_MET, error.getCode());
  }

  @Test
  void theLeaderProvesABoundByItsLastRound() {
    confirmOnce();
    nanos.addAndGet(30 * MS);
    assertEquals(30, get(bounded(100)).join().getEvidence().getStalenessMs());
    assertEquals(0, get(bounded(29)).join().getEvidence().getStalenessMs(), "by a new round");
  }

  // ---- AT_LEAST and SESSION ----

  private static Token token(long epoch, long term, long index) {
    return Token.newBuilder()
        .setGroup(GroupToken.bytes(FakeGroup.GROUP))
        .setEpoch(epoch)
        .setTerm(term)
        .setIndex(index)
        .build();
  }

  private CompletableFuture<ReadReply> atLeast(Token token) {
    return get(at(Consistency.AT_LEAST).setToken(token));
  }

  @Test
  void aTokenIsWaitedForOnAnyNodeWithoutALeader() {
    var reply = atLeast(token(1, 5, 11));
    assertEquals(1, replica.waiting());
    replica.put(5, 11, "k", "mine");
    assertEquals("mine", value(reply));
    assertEquals("token", reply.join().getEvidence().getMethod());
    assertEquals(11, reply.join().getEvidence().getReadIndex());
    assertEquals(-1, reply.join().getEvidence().getStalenessMs());
  }

  @Test
  void aTokenThatDoesNotComeInTimeIsATimeout() {
    var error =
        Failures.of(
            get(
                at(Consistency.AT_LEAST).setToken(token(1, 5, 11)),
                Deadline.after(Duration.ofMillis(50))));
    assertEquals(ErrorCode.TIMEOUT, error.getCode());
    assertEquals(Outcome.NOT_APPLIED, error.getOutcome());
  }

  @Test
  void aTokenOnTheHistoryIsServed() {
    assertEquals("v", value(atLeast(token(1, 3, 9))));
    assertEquals("v", value(atLeast(token(1, 5, 10))));
  }

  @Test
  void aTokenThatIsNotOnTheHistoryIsALostWrite() {
    assertEquals(ErrorCode.WRITE_LOST, Failures.of(atLeast(token(1, 3, 10))).getCode());
    assertEquals(ErrorCode.WRITE_LOST, Failures.of(atLeast(token(1, 4, 9))).getCode());
  }

  @Test
  void aTokenOfAnOldTermThatCanNeverComeIsNotWaitedFor() {
    assertEquals(ErrorCode.WRITE_LOST, Failures.of(atLeast(token(1, 4, 11))).getCode());
    assertEquals(0, replica.waiting());
  }

  @Test
  void aTokenThatTurnsOutToBeLostWhileWaitingIsALostWrite() {
    var reply = atLeast(token(1, 5, 11));
    replica.put(6, 11, "k", "another leader's");
    assertEquals(ErrorCode.WRITE_LOST, Failures.of(reply).getCode());
  }

  @Test
  void aTokenFromBeforeARestoreNamesTheEpoch() {
    assertEquals(ErrorCode.EPOCH_CHANGED, Failures.of(atLeast(token(0, 5, 10))).getCode());
    assertEquals(ErrorCode.EPOCH_CHANGED, Failures.of(atLeast(token(0, 5, 11))).getCode());
  }

  @Test
  void aTokenOfAnotherGroupIsALostWrite() {
    Token foreign =
        token(1, 5, 10).toBuilder()
            .setGroup(GroupToken.bytes("00000000-0000-0000-0000-000000000001"))
            .build();
    assertEquals(ErrorCode.WRITE_LOST, Failures.of(atLeast(foreign)).getCode());
  }

  @Test
  void atLeastNeedsAToken() {
    assertEquals(ErrorCode.INVALID_ARGUMENT, Failures.of(get(at(Consistency.AT_LEAST))).getCode());
  }

  @Test
  void aSessionReadsLocallyAtFirstAndThenAtItsToken() {
    assertEquals("local", get(at(Consistency.SESSION)).join().getEvidence().getMethod());
    var reply = get(at(Consistency.SESSION).setToken(token(1, 5, 11)));
    assertFalse(reply.isDone());
    replica.put(5, 11, "k", "mine");
    assertEquals("mine", value(reply));
  }

  // ---- several at a time ----

  private List<CompletableFuture<ReadReply>> getAll(Consistency level, String... keys) {
    var requests =
        Stream.of(keys)
            .map(key -> Get.newBuilder().setKey(utf8(key)))
            .map(get -> ReadRequest.newBuilder().setOptions(at(level)).setGet(get).build())
            .toList();
    return reader.readAll(requests, soon);
  }

  @Test
  void readsThatCameTogetherShareARoundAndAView() {
    group.leads(5).commitIndex = 10;
    AtomicInteger views = new AtomicInteger();
    replica.onView = views::incrementAndGet;
    var replies = getAll(Consistency.LINEARIZABLE, "k", "", "absent");
    links.await(0).term(5);
    assertEquals("v", value(replies.getFirst()));
    assertFalse(replies.getLast().join().getGet().getFound());
    assertEquals(replies.getFirst().join().getEvidence(), replies.getLast().join().getEvidence());
    assertEquals(ErrorCode.INVALID_ARGUMENT, Failures.of(replies.get(1)).getCode());
    assertEquals(1, views.get());
    assertEquals(
        1, links.asked.stream().filter(asked -> asked.peer().equals("b")).count(), "rounds");
  }

  @Test
  void nothingIsAskedForReadsNoneOfWhichCanBeAnswered() {
    group.leads(5).commitIndex = 10;
    var replies = getAll(Consistency.LINEARIZABLE, "", "");
    replies.forEach(
        reply -> assertEquals(ErrorCode.INVALID_ARGUMENT, Failures.of(reply).getCode()));
    assertTrue(links.asked.isEmpty());
  }

  @Test
  void aLeaseThatEndsWhileTheyAreReadIsReliedOnByNoneOfThem() {
    confirmOnce();
    nanos.addAndGet(100 * MS);
    passWhileTheFirstViewIsRead(80 * MS);
    for (var reply : getAll(Consistency.LEASE, "k", "k")) {
      assertEquals("read_index", reply.join().getEvidence().getMethod());
    }
  }

  @Test
  void allOfThemFailWhenTheBasisDoes() {
    for (var reply : getAll(Consistency.AT_LEAST, "k", "k")) {
      assertEquals(ErrorCode.INVALID_ARGUMENT, Failures.of(reply).getCode());
    }
  }

  // ---- EVENTUAL ----

  @Test
  void aNodeThatHasAppliedNothingAnswersLocalReads() throws Exception {
    try (EngineReplica fresh = new EngineReplica(folder.resolve("fresh"));
        Reader onFresh =
            new Reader(
                group,
                fresh,
                links,
                readIndex,
                new LeaderWatch(group),
                "n1",
                new PinBounds(64, Duration.ofMinutes(1)),
                corrupt::add,
                Runnable::run,
                nanos::get)) {
      fresh.claimed = -1;
      assertEquals(-1, fresh.applied().index());
      for (Consistency level : List.of(Consistency.EVENTUAL, Consistency.SESSION)) {
        ReadRequest request =
            ReadRequest.newBuilder()
                .setOptions(at(level))
                .setGet(Get.newBuilder().setKey(utf8("k")))
                .build();
        var reply = onFresh.read(request, Deadline.after(Duration.ofSeconds(5))).get(20, SECONDS);
        assertFalse(reply.getGet().hasKv());
      }
    }
  }

  @Test
  void anEventualReadIsServedAtOnceByAnyNode() {
    group.become(new Leadership(Role.CANDIDATE, 6, "", false));
    var reply = get(at(Consistency.EVENTUAL));
    assertTrue(reply.isDone());
    Evidence evidence = reply.join().getEvidence();
    assertEquals("local", evidence.getMethod());
    assertEquals("candidate", evidence.getRole());
    assertEquals(-1, evidence.getStalenessMs());
    assertEquals(10, evidence.getAppliedIndex());
    assertEquals(0, evidence.getReadIndex());
  }

  @Test
  void anEventualReadTellsWhatIsKnownOfItsAge() {
    confirmOnce();
    get(at(Consistency.LINEARIZABLE)).join();
    nanos.addAndGet(12 * MS);
    assertEquals(12, get(at(Consistency.EVENTUAL)).join().getEvidence().getStalenessMs());
    replica.generation = 2;
    assertEquals(-1, get(at(Consistency.EVENTUAL)).join().getEvidence().getStalenessMs());
  }

  // ---- what is read ----

  private CompletableFuture<ReadReply> eventual(ReadRequest.Builder request) {
    return reader.read(request.setOptions(at(Consistency.EVENTUAL)).build(), soon);
  }

  @Test
  void manyKeysComeInTheOrderAskedFor() {
    var keys = MultiGet.newBuilder().addKeys(utf8("absent")).addKeys(utf8("k"));
    var results =
        eventual(ReadRequest.newBuilder().setMultiGet(keys)).join().getMultiGet().getResultsList();
    assertFalse(results.get(0).getFound());
    assertEquals("v", results.get(1).getKv().getValue().toStringUtf8());
  }

  @Test
  void moreKeysThanAreLookedUpAtOnceComeInOrderToo() {
    var keys = MultiGet.newBuilder();
    for (int i = 0; i < 100; i++) {
      replica.put(5, 11 + i, "k" + i, "v" + i);
      keys.addKeys(utf8("k" + i)).addKeys(utf8("absent" + i));
    }
    var results =
        eventual(ReadRequest.newBuilder().setMultiGet(keys)).join().getMultiGet().getResultsList();
    assertEquals(200, results.size());
    for (int i = 0; i < 100; i++) {
      assertEquals("v" + i, results.get(2 * i).getKv().getValue().toStringUtf8());
      assertFalse(results.get(2 * i + 1).getFound());
    }
  }

  @Test
  void tooManyKeysOrBytesAreRefused() {
    var keys = MultiGet.newBuilder().addAllKeys(Collections.nCopies(1001, utf8("k")));
    assertEquals(
        ErrorCode.TOO_LARGE,
        Failures.of(eventual(ReadRequest.newBuilder().setMultiGet(keys))).getCode());
    replica.put(5, 11, "big", "x".repeat(1 << 20));
    var big = MultiGet.newBuilder().addAllKeys(Collections.nCopies(5, utf8("big")));
    assertEquals(
        ErrorCode.TOO_LARGE,
        Failures.of(eventual(ReadRequest.newBuilder().setMultiGet(big))).getCode());
  }

  @Test
  void anEmptyKeyOrRequestIsRefused() {
    assertEquals(
        ErrorCode.INVALID_ARGUMENT,
        Failures.of(eventual(ReadRequest.newBuilder().setGet(Get.getDefaultInstance()))).getCode());
    assertEquals(
        ErrorCode.INVALID_ARGUMENT, Failures.of(eventual(ReadRequest.newBuilder())).getCode());
  }

  @Test
  void leasesAreRead() {
    replica.apply(5, 11, new Command.LeaseGrant(7, 60_000));
    replica.apply(5, 12, new Command.LeaseGrant(8, 60_000));
    var one =
        eventual(ReadRequest.newBuilder().setLeaseGet(LeaseGet.newBuilder().setLeaseId(7)))
            .join()
            .getLease();
    assertTrue(one.getFound());
    assertEquals(60_000, one.getTtlMs());
    var none =
        eventual(ReadRequest.newBuilder().setLeaseGet(LeaseGet.newBuilder().setLeaseId(9))).join();
    assertFalse(none.getLease().getFound());
    var list =
        eventual(ReadRequest.newBuilder().setLeaseList(LeaseList.newBuilder().setLimit(1)))
            .join()
            .getLeases();
    assertEquals(
        List.of(7L), list.getLeasesList().stream().map(lease -> lease.getLeaseId()).toList());
  }

  @Test
  void damageFoundByAReadIsReportedAndNotServed() {
    replica.onView =
        () -> {
          throw new CorruptStateException("block checksum mismatch");
        };
    assertEquals(ErrorCode.DATA_CORRUPT, Failures.of(get(at(Consistency.EVENTUAL))).getCode());
    assertEquals(1, corrupt.size());
  }

  @Test
  void closingEndsItsThreads() {
    reader.close();
    await()
        .atMost(5, SECONDS)
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals("quorate-pages")));
  }
}
