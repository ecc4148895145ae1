package io.quorate.server.node;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.quorate.proto.v1.ElectionQuestion;
import io.quorate.proto.v1.Error;
import io.quorate.proto.v1.ErrorCode;
import io.quorate.proto.v1.FormerLeader;
import io.quorate.proto.v1.ForwardRequest;
import io.quorate.proto.v1.LeadershipIntent;
import io.quorate.proto.v1.LinkFrame;
import io.quorate.proto.v1.NodeStatusRequest;
import io.quorate.proto.v1.OperationResult;
import io.quorate.proto.v1.Outcome;
import io.quorate.proto.v1.Progress;
import io.quorate.proto.v1.ProgressWanted;
import io.quorate.proto.v1.PutResult;
import io.quorate.proto.v1.ReadIndexReply;
import io.quorate.proto.v1.ReadIndexRequest;
import io.quorate.proto.v1.TermRequest;
import io.quorate.proto.v1.Token;
import io.quorate.proto.v1.WriteReply;
import io.quorate.proto.v1.WriteRequest;
import io.quorate.server.error.Deadline;
import io.quorate.server.error.RequestException;
import io.quorate.server.replication.Leadership;
import io.quorate.server.replication.Membership;
import io.quorate.server.replication.Role;
import io.quorate.server.replication.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both sides of a link, over loopback. */
@Timeout(60)
class PeerLinksTest {
  private static final LinkFrame TERM =
      LinkFrame.newBuilder().setTermRequest(TermRequest.newBuilder().setTerm(7)).build();
  private static final LinkFrame READ_INDEX =
      LinkFrame.newBuilder().setReadIndexRequest(ReadIndexRequest.getDefaultInstance()).build();
  private static final LinkFrame WRITE =
      LinkFrame.newBuilder()
          .setForward(ForwardRequest.newBuilder().addWrites(WriteRequest.getDefaultInstance()))
          .build();

  private final FakeGroup here = new FakeGroup("a", "a", "b").follows("b", 7);
  private final FakeGroup there = new FakeGroup("b", "a", "b").leads(7);
  private final LinkServer server = new LinkServer(there);
  private final Ticker ticker = new Ticker();
  private final PeerLinks links = new PeerLinks(here, Dialer.plaintext(), ticker);

  @BeforeEach
  void connect() {
    listensAt("b", server.address());
  }

  @AfterEach
  void close() {
    links.close();
    ticker.close();
    server.close();
  }

  private void listensAt(String peer, String address) {
    here.membership =
        new Membership(
            Set.of("a", peer), Set.of(), Set.of(), List.of(FakeGroup.peer(peer, address)));
  }

  private CompletableFuture<LinkFrame> ask(LinkFrame question) {
    return links.ask("b", question, Deadline.after(Duration.ofSeconds(20)));
  }

  private static Throwable failure(CompletableFuture<?> future) {
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> future.get(30, SECONDS));
    return Cause.of(Objects.requireNonNull(failure.getCause()));
  }

  private static LinkException linkFailure(CompletableFuture<?> future) {
    return assertInstanceOf(LinkException.class, failure(future));
  }

  private static Error error(CompletableFuture<?> future) {
    return assertInstanceOf(RequestException.class, failure(future)).error();
  }

  // ---- questions and answers ----

  @Test
  void questionsAreAnsweredInAnyOrder() {
    var first = ask(READ_INDEX);
    var second = ask(READ_INDEX);
    await().until(() -> server.readIndexes.size() == 2);
    assertEquals(7, ask(TERM).join().getTerm().getTerm(), "not behind those that wait");
    server.readIndexes.get(1).complete(ReadIndexReply.newBuilder().setIndex(2).build());
    assertEquals(2, second.join().getReadIndex().getIndex());
    server.readIndexes.get(0).complete(ReadIndexReply.newBuilder().setIndex(1).build());
    assertEquals(1, first.join().getReadIndex().getIndex());
  }

  @Test
  void aFollowerTellsItsTermToo() {
    there.follows("a", 8);
    assertEquals(8, ask(TERM).join().getTerm().getTerm());
  }

  @Test
  void aNodeThatIsNotAVoterConfirmsNobody() {
    there.membership = new Membership(Set.of("a"), Set.of(), Set.of("b"), List.of());
    assertEquals(ErrorCode.UNAVAILABLE, error(ask(TERM)).getCode());
  }

  @Test
  void aHaltedNodeConfirmsNobody() {
    server.sound = false;
    assertEquals(ErrorCode.UNAVAILABLE, error(ask(TERM)).getCode());
  }

  @Test
  void aNodeWithoutARunningDivisionConfirmsNobody() {
    there.become(new Leadership(Role.NONE, 7, "", false));
    assertEquals(ErrorCode.UNAVAILABLE, error(ask(TERM)).getCode());
  }

  @Test
  void aVoterOfTheOldConfigurationStillConfirms() {
    there.membership = FakeGroup.voters(Set.of("a", "c"), Set.of("a", "b"));
    assertEquals(7, ask(TERM).join().getTerm().getTerm());
  }

  @Test
  void failuresOfTheAnswererArriveAsTheyAre() {
    var answer = ask(READ_INDEX);
    await().until(() -> server.readIndexes.size() == 1);
    server.readIndexes.getFirst().completeExceptionally(RequestException.notLeader("x:1", "gone"));
    assertEquals(ErrorCode.NOT_LEADER, error(answer).getCode());
    assertEquals("x:1", error(answer).getLeader());
  }

  @Test
  void statusAndNewsArrive() {
    var request =
        LinkFrame.newBuilder().setStatusRequest(NodeStatusRequest.getDefaultInstance()).build();
    assertEquals("status of b", ask(request).join().getStatus().getId());
    links.tell(
        "b", LinkFrame.newBuilder().setProgress(Progress.newBuilder().setAppliedIndex(4)).build());
    links.tell(
        "b",
        LinkFrame.newBuilder()
            .setLeadershipIntent(LeadershipIntent.newBuilder().setTerm(7))
            .build());
    links.tell(
        "b", LinkFrame.newBuilder().setProgressWanted(ProgressWanted.getDefaultInstance()).build());
    await().until(() -> server.intents.size() == 1 && server.progressWanted.get() == 1);
    assertEquals(4, server.progress.getFirst().getAppliedIndex());
  }

  // ---- forwarded writes ----

  @Test
  void aNewLeaderIsAnsweredByItsNameAndAFormerOneIsHeard() {
    var question =
        LinkFrame.newBuilder()
            .setElectionQuestion(ElectionQuestion.newBuilder().setFormer("z").setTerm(7))
            .build();
    var answer = ask(question).join().getElectionAnswer();
    assertTrue(answer.getVoted());
    assertEquals("a", answer.getSight(), "the one who asks, as it greeted");
    var report =
        LinkFrame.newBuilder().setFormerLeader(FormerLeader.newBuilder().setTerm(6)).build();
    assertTrue(ask(report).join().hasElectionAnswer());
    assertEquals(6, server.formerLeaders.getFirst().getTerm());
  }

  @Test
  void aFrameIsAnsweredInTheOrderOfItsWrites() {
    var two =
        LinkFrame.newBuilder()
            .setForward(
                ForwardRequest.newBuilder()
                    .addWrites(WriteRequest.newBuilder().setSequence(1))
                    .addWrites(WriteRequest.newBuilder().setSequence(2)))
            .build();
    var answer = ask(two);
    await().until(() -> server.writes.size() == 2);
    server.writes.get(1).complete(WriteReply.newBuilder().setNode("second").build());
    server.writes.get(0).completeExceptionally(RequestException.refused("no"));
    var results = answer.join().getForwarded().getResultsList();
    assertEquals(ErrorCode.REFUSED, results.get(0).getError().getCode());
    assertEquals("second", results.get(1).getReply().getNode());
  }

  @Test
  void aWriteIsNotForwardedTwice() {
    there.follows("a", 8);
    there.membership =
        new Membership(Set.of("a", "b"), Set.of(), Set.of(), List.of(FakeGroup.peer("a", "a:1")));
    Error error = ask(WRITE).join().getForwarded().getResults(0).getError();
    assertEquals(ErrorCode.NOT_LEADER, error.getCode());
    assertEquals(Outcome.NOT_APPLIED, error.getOutcome());
    assertEquals("a:1", error.getLeader());
    assertTrue(server.writes.isEmpty());
  }

  @Test
  void aResultThatFitsNoFrameIsReportedAsAppliedAndTheLinkGoesOn() {
    var answer = ask(WRITE);
    await().until(() -> server.writes.size() == 1);
    var previous =
        io.quorate.proto.v1.KeyValue.newBuilder()
            .setValue(ByteString.copyFrom(new byte[Dialer.FRAME_BYTES]));
    server
        .writes
        .getFirst()
        .complete(
            WriteReply.newBuilder()
                .setToken(Token.newBuilder().setIndex(12))
                .setResult(
                    OperationResult.newBuilder()
                        .setPut(PutResult.newBuilder().setPrevious(previous)))
                .build());
    Error error = answer.join().getForwarded().getResults(0).getError();
    assertEquals(ErrorCode.TOO_LARGE, error.getCode());
    assertEquals(Outcome.APPLIED, error.getOutcome());
    assertEquals(12, error.getIndex());
    assertEquals(7, ask(TERM).join().getTerm().getTerm());
  }

  @Test
  void whatIsAskedWhileTheLinkOpensIsSentOnce() throws InterruptedException {
    int most = 2_000;
    List<CompletableFuture<LinkFrame>> asked = Collections.synchronizedList(new ArrayList<>());
    List<Thread> askers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      askers.add(
          Thread.startVirtualThread(
              () -> {
                for (int n = 0; n < most; n++) {
                  asked.add(ask(WRITE));
                }
              }));
    }
    for (Thread asker : askers) {
      asker.join();
    }
    ask(TERM).join(); // behind all of them
    server.writes.forEach(write -> write.complete(WriteReply.getDefaultInstance()));
    asked.forEach(CompletableFuture::join);
    assertEquals(4 * most, server.writes.size());
  }

  // ---- failures of the link ----

  @Test
  void whatCannotBeDeliveredWasNotSent() {
    server.stop();
    assertFalse(linkFailure(ask(WRITE)).sent());
  }

  @Test
  void anUnknownPeerWasNotAsked() {
    assertFalse(linkFailure(links.ask("z", TERM, Deadline.after(Duration.ofSeconds(1)))).sent());
  }

  @Test
  void aStreamThatBreaksFailsAtOnceWhatWasSentOnIt() {
    var answer = ask(WRITE);
    await().until(() -> server.writes.size() == 1);
    long stopped = System.nanoTime();
    server.stop();
    assertTrue(linkFailure(answer).sent());
    assertTrue(System.nanoTime() - stopped < Duration.ofSeconds(2).toNanos());
  }

  @Test
  void theLinkIsOpenAgainWithin300MsOfTheServersReturn() {
    ask(TERM).join();
    server.stop();
    // Long enough for the back-off to have grown to its longest.
    AtomicInteger failed = new AtomicInteger();
    await()
        .pollInterval(Duration.ofMillis(20))
        .until(() -> !linkFailure(ask(TERM)).sent() && failed.incrementAndGet() == 30);
    server.startAgain();
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofMillis(300))
        .until(this::isAnswered);
  }

  private boolean isAnswered() {
    try {
      return ask(TERM).get(200, TimeUnit.MILLISECONDS).hasTerm();
    } catch (Exception e) {
      return false;
    }
  }

  @Test
  void anotherNodeAtTheAddressIsNotAsked() {
    listensAt("c", server.address());
    LinkException failure =
        linkFailure(links.ask("c", WRITE, Deadline.after(Duration.ofSeconds(5))));
    assertFalse(failure.sent());
    assertTrue(server.writes.isEmpty());
  }

  @Test
  void aNodeOfAnotherGroupIsNotAsked() {
    there.groupId = "00000000-0000-0000-0000-000000000001";
    assertFalse(linkFailure(ask(WRITE)).sent());
    assertTrue(server.writes.isEmpty());
  }

  @Test
  void aDeadlineThatPassesUnansweredLeavesItUnknown() {
    ask(TERM).join();
    LinkException failure =
        linkFailure(links.ask("b", WRITE, Deadline.after(Duration.ofMillis(50))));
    assertTrue(failure.sent());
    assertTrue(failure.timedOut());
    assertEquals(7, ask(TERM).join().getTerm().getTerm(), "the link is in order");
  }

  @Test
  void aPeerThatAcceptsAndSaysNothingIsGivenUpUnsent() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      listensAt("b", mute.getInetAddress().getHostAddress() + ":" + mute.getLocalPort());
      LinkException failure = linkFailure(ask(WRITE));
      assertFalse(failure.sent());
      assertFalse(failure.timedOut(), "given up long before the deadline");
    }
  }

  @Test
  void thePeerIsFollowedToItsNewAddress() {
    ask(TERM).join();
    server.stop();
    try (LinkServer moved = new LinkServer(there)) {
      listensAt("b", moved.address());
      assertEquals(7, ask(TERM).join().getTerm().getTerm());
    }
  }

  @Test
  void whatIsInFlightIsBounded() {
    List<CompletableFuture<LinkFrame>> asked = new ArrayList<>();
    for (int i = 0; i < PeerLink.MAX_QUESTIONS; i++) {
      asked.add(ask(READ_INDEX));
    }
    Error error = error(ask(READ_INDEX));
    assertEquals(ErrorCode.OVERLOADED, error.getCode());
    assertEquals(Outcome.NOT_APPLIED, error.getOutcome());
    await()
        .atMost(20, SECONDS)
        .failFast(() -> asked.forEach(answer -> answer.getNow(null)))
        .until(() -> server.readIndexes.size() == PeerLink.MAX_QUESTIONS);
    List.copyOf(server.readIndexes)
        .forEach(answer -> answer.complete(ReadIndexReply.getDefaultInstance()));
    asked.forEach(CompletableFuture::join);
    assertEquals(7, ask(TERM).join().getTerm().getTerm());
  }

  @Test
  void closingFailsWhatIsInFlight() {
    var answer = ask(WRITE);
    await().until(() -> server.writes.size() == 1);
    links.close();
    assertTrue(linkFailure(answer).sent());
    assertFalse(linkFailure(ask(WRITE)).sent());
  }
}
