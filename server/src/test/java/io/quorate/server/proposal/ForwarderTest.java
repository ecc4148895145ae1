package io.quorate.server.proposal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.proto.v1.Concern;
import io.quorate.proto.v1.Error;
import io.quorate.proto.v1.ErrorCode;
import io.quorate.proto.v1.ForwardReply;
import io.quorate.proto.v1.ForwardResult;
import io.quorate.proto.v1.LinkFrame;
import io.quorate.proto.v1.Outcome;
import io.quorate.proto.v1.WriteReply;
import io.quorate.proto.v1.WriteRequest;
import io.quorate.server.error.Deadline;
import io.quorate.server.error.RequestException;
import io.quorate.server.node.Cause;
import io.quorate.server.node.FakeGroup;
import io.quorate.server.node.FakeLinks;
import io.quorate.server.node.LeaderWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ForwarderTest {
  private final FakeGroup group = new FakeGroup("a", "a", "b", "c").follows("b", 5);
  private final FakeLinks links = new FakeLinks();
  private final Forwarder forwarder =
      new Forwarder(group, links, new LeaderWatch(group), Runnable::run);

  private CompletableFuture<WriteReply> forward(long sequence) {
    return forward(
        WriteRequest.newBuilder().setSessionId(1).setSequence(sequence).build(),
        Duration.ofSeconds(20));
  }

  private CompletableFuture<WriteReply> forward(WriteRequest write, Duration patience) {
    return forwarder.forward(write, Deadline.after(patience));
  }

  private static Error error(CompletableFuture<?> future) {
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> future.get(20, TimeUnit.SECONDS));
    return assertInstanceOf(
            RequestException.class, Cause.of(Objects.requireNonNull(failure.getCause())))
        .error();
  }

  private static void reply(FakeLinks.Asked asked) {
    var reply = ForwardReply.newBuilder();
    for (WriteRequest write : asked.frame().getForward().getWritesList()) {
      reply.addResults(
          ForwardResult.newBuilder()
              .setReply(WriteReply.newBuilder().setNode("did " + write.getSequence())));
    }
    asked.answer().complete(LinkFrame.newBuilder().setForwarded(reply).build());
  }

  private static void refuse(FakeLinks.Asked asked, RequestException refusal) {
    var reply =
        ForwardReply.newBuilder().addResults(ForwardResult.newBuilder().setError(refusal.error()));
    asked.answer().complete(LinkFrame.newBuilder().setForwarded(reply).build());
  }

  @Test
  void theLeadersReplyIsPassedOn() {
    var reply = forward(7);
    assertEquals("b", links.await(0).peer());
    reply(links.await(0));
    assertEquals("did 7", reply.join().getNode());
  }

  @Test
  void theLeaderIsToldHowLongItMayWork() {
    var _ = forward(WriteRequest.newBuilder().setTimeoutMs(60_000).build(), Duration.ofMillis(700));
    int timeoutMs = links.await(0).frame().getForward().getWrites(0).getTimeoutMs();
    assertTrue(timeoutMs > 0 && timeoutMs <= 700, "was " + timeoutMs);
  }

  @Test
  void writesThatComeWhileAFrameIsPackedShareTheNext() {
    CountDownLatch packing = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    links.onAsk =
        asked -> {
          if (links.asked.size() == 1) {
            packing.countDown();
            awaitLatch(go);
          }
          reply(asked);
        };
    List<CompletableFuture<WriteReply>> replies = new ArrayList<>();
    replies.add(forward(0));
    awaitLatch(packing);
    for (int i = 1; i < 50; i++) {
      replies.add(forward(i));
    }
    go.countDown();
    for (int i = 0; i < 50; i++) {
      assertEquals("did " + i, replies.get(i).join().getNode());
    }
    assertEquals(2, links.asked.size());
    assertEquals(49, links.asked.get(1).frame().getForward().getWritesCount());
  }

  @Test
  void writesThatTakeTheirOwnTimeGoAlone() {
    CountDownLatch packing = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    links.onAsk =
        asked -> {
          if (links.asked.size() == 1) {
            packing.countDown();
            awaitLatch(go);
          }
        };
    var _ = forward(0);
    awaitLatch(packing);
    var all = Concern.newBuilder().setKind(Concern.Kind.ALL);
    var _ = forward(1);
    var _ = forward(WriteRequest.newBuilder().setConcern(all).build(), Duration.ofSeconds(20));
    var _ = forward(2);
    var _ = forward(3);
    go.countDown();
    links.await(3);
    assertEquals(
        List.of(1, 1, 1, 2),
        links.asked.stream().map(asked -> asked.frame().getForward().getWritesCount()).toList());
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertTrue(latch.await(10, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatWasNotSentIsSentToTheNextLeader() {
    var reply = forward(7);
    links.await(0).breaks(false);
    group.follows("c", 6);
    await().until(() -> links.asked.getLast().peer().equals("c") || unsent());
    reply(links.asked.getLast());
    assertEquals("did 7", reply.join().getNode());
  }

  /** Meanwhile the old leader may be tried again. */
  private boolean unsent() {
    FakeLinks.Asked last = links.asked.getLast();
    if (last.peer().equals("b") && !last.answer().isDone()) {
      last.breaks(false);
    }
    return false;
  }

  @Test
  void aTargetThatDoesNotLeadSendsTheWriteOn() {
    var reply = forward(7);
    FakeLinks.Asked first = links.await(0);
    group.follows("c", 6);
    refuse(first, RequestException.notLeader("", "no"));
    assertEquals("c", links.await(1).peer());
    reply(links.await(1));
    assertEquals("did 7", reply.join().getNode());
  }

  @Test
  void whatWasSentAndNotAnsweredIsUnknownAndNeverSentAgain() {
    var reply = forward(7);
    links.await(0).breaks(true);
    Error error = error(reply);
    assertEquals(ErrorCode.LEADERSHIP_LOST, error.getCode());
    assertEquals(Outcome.UNKNOWN, error.getOutcome());
    assertTrue(error.getMessage().contains("name-b"), error.getMessage());
    group.follows("c", 6);
    assertEquals(1, links.asked.size());
  }

  @Test
  void aRefusalWhoseOutcomeIsNotCertainIsNotRetried() {
    var reply = forward(7);
    refuse(
        links.await(0), RequestException.of(ErrorCode.UNAVAILABLE, Outcome.UNKNOWN, "who knows"));
    assertEquals(Outcome.UNKNOWN, error(reply).getOutcome());
    assertEquals(1, links.asked.size());
  }

  @Test
  void aFinalRefusalIsPassedOn() {
    var reply = forward(7);
    refuse(links.await(0), RequestException.tooLarge("much"));
    assertEquals(ErrorCode.TOO_LARGE, error(reply).getCode());
  }

  @Test
  void anAnswerWithoutAResultIsUnknown() {
    var reply = forward(7);
    links.await(0).answer().complete(LinkFrame.getDefaultInstance());
    assertEquals(Outcome.UNKNOWN, error(reply).getOutcome());
  }

  @Test
  void aSilentLeaderLeavesTheOutcomeUnknownAtTheDeadline() {
    Error error = error(forward(WriteRequest.getDefaultInstance(), Duration.ofMillis(50)));
    assertEquals(ErrorCode.TIMEOUT, error.getCode());
    assertEquals(Outcome.UNKNOWN, error.getOutcome());
  }

  @Test
  void aLeaderIsWaitedFor() {
    group.follows("", 5);
    var reply = forward(7);
    assertTrue(links.asked.isEmpty());
    group.follows("c", 6);
    assertEquals("c", links.await(0).peer());
    reply(links.await(0));
    assertEquals("did 7", reply.join().getNode());
  }

  @Test
  void withoutALeaderItIsUnavailableAndNotApplied() {
    group.follows("", 5);
    Error error = error(forward(WriteRequest.getDefaultInstance(), Duration.ofMillis(100)));
    assertEquals(ErrorCode.UNAVAILABLE, error.getCode());
    assertEquals(Outcome.NOT_APPLIED, error.getOutcome());
  }

  @Test
  void nobodyIsWaitedForLongerThanTwoSeconds() {
    group.follows("", 5);
    long began = System.nanoTime();
    assertEquals(ErrorCode.UNAVAILABLE, error(forward(7)).getCode());
    assertTrue(System.nanoTime() - began < Duration.ofSeconds(6).toNanos());
  }

  @Test
  void aNodeThatHasBecomeTheLeaderSaysSo() {
    group.leads(6);
    assertEquals(ErrorCode.NOT_LEADER, error(forward(7)).getCode());
  }

  @Test
  void howMuchIsOnItsWayIsBounded() {
    group.follows("", 5);
    List<CompletableFuture<WriteReply>> waiting = new ArrayList<>();
    for (int i = 0; i < Forwarder.MOST_WRITES; i++) {
      waiting.add(forward(i));
    }
    assertEquals(ErrorCode.OVERLOADED, error(forward(0)).getCode());
    links.onAsk = ForwarderTest::reply;
    group.follows("c", 6);
    waiting.forEach(CompletableFuture::join);
    assertFalse(forward(0).isCompletedExceptionally());
  }
}
