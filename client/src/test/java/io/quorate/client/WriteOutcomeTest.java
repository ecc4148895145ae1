package io.quorate.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.client.FakeCluster.Reaction;
import io.quorate.proto.v1.Error;
import io.quorate.proto.v1.ErrorCode;
import io.quorate.proto.v1.Request;
import io.quorate.proto.v1.WriteRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a write says of itself when nodes, replies and streams get lost: never NOT_APPLIED for what
 * may have been applied.
 */
class WriteOutcomeTest {
  private static final Duration SHORT = Duration.ofMillis(400);

  private final FakeCluster cluster = new FakeCluster(3);
  private final QuorateClient client = cluster.client().build();
  private final Kv kv = client.kv();
  private final AtomicInteger writes = new AtomicInteger();

  @BeforeEach
  void open() {
    client.awaitReady(Duration.ofSeconds(10));
    var unused = kv.put("opens", "the session");
  }

  @AfterEach
  void close() {
    client.close();
    cluster.close();
  }

  private static boolean isUserWrite(Request request) {
    return request.hasWrite() && request.getWrite().getSessionId() != 0;
  }

  /** The first write meets one reaction, all others another. */
  private void script(Reaction first, Reaction others) {
    cluster.script(
        (node, request) ->
            !isUserWrite(request)
                ? Reaction.SERVE
                : writes.getAndIncrement() == 0 ? first : others);
  }

  private long sequencesOf(String key) {
    return cluster
        .received()
        .filter(write -> write.getOperation().getPut().getKey().toStringUtf8().equals(key))
        .map(WriteRequest::getSequence)
        .distinct()
        .count();
  }

  @Test
  void aLostReplyIsRetriedWithTheSameSequenceAndAppliedOnce() {
    script(Reaction.APPLY_SILENTLY, Reaction.SERVE);
    var put = kv.put("a", "1");
    assertTrue(put.write().duplicate());
    assertEquals(1, put.version());
    assertEquals(1, sequencesOf("a"));
    assertEquals(2, cluster.applied().size());
  }

  @Test
  void aStreamThatEndsMidFlightIsRetriedWithTheSameSequence() {
    script(Reaction.APPLY_AND_CLOSE, Reaction.SERVE);
    var put = kv.put("a", "1");
    assertTrue(put.write().duplicate());
    assertEquals(1, sequencesOf("a"));
    assertEquals(2, cluster.applied().size());
  }

  @Test
  void whatIsNeverAnsweredEndsUnknownAtTheDeadline() {
    script(Reaction.IGNORE, Reaction.IGNORE);
    var began = System.nanoTime();
    var failed =
        assertThrows(QuorateTimeoutException.class, () -> kv.withTimeout(SHORT).put("a", "1"));
    var tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    assertEquals(Outcome.UNKNOWN, failed.outcome());
    assertTrue(failed.operationId().isPresent());
    assertFalse(failed.attempts().isEmpty());
    assertTrue(tookMs >= SHORT.toMillis() && tookMs < SHORT.toMillis() + 1_000, tookMs + " ms");
  }

  @Test
  void unknownIsNotMadeCertainByLaterRefusals() {
    script(Reaction.CLOSE, Reaction.error(ErrorCode.UNAVAILABLE));
    var failed = assertThrows(QuorateException.class, () -> kv.withTimeout(SHORT).put("a", "1"));
    assertEquals(Outcome.UNKNOWN, failed.outcome());
    assertTrue(writes.get() > 1, "retried");
  }

  @Test
  void aFinalRefusalAfterALostAttemptIsUnknownToo() {
    script(Reaction.CLOSE, Reaction.error(ErrorCode.TOO_LARGE));
    var failed = assertThrows(TooLargeException.class, () -> kv.put("a", "1"));
    assertEquals(Outcome.UNKNOWN, failed.outcome());
  }

  /** Where the deadline does not fall into an attempt, whose outcome nobody knows then. */
  @Test
  void whatWasOnlyRefusedIsNotApplied() {
    var refusal = Reaction.error(ErrorCode.UNAVAILABLE);
    script(refusal, refusal);
    var calls = 0;
    QuorateException failed;
    do {
      failed = assertThrows(QuorateException.class, () -> kv.withTimeout(SHORT).put("a", "1"));
    } while (failed.outcome() == Outcome.UNKNOWN && ++calls < 20);
    assertInstanceOf(UnavailableException.class, failed);
    assertEquals(Outcome.NOT_APPLIED, failed.outcome());
    assertTrue(failed.retryable());
  }

  @Test
  void whatCouldNeverBeSentIsNotApplied() {
    cluster.node(1).kill();
    cluster.node(2).kill();
    cluster.node(3).kill();
    // After this the client knows that nobody is there.
    assertThrows(QuorateException.class, () -> kv.withTimeout(SHORT).get("a"));
    var failed =
        assertThrows(UnavailableException.class, () -> kv.withTimeout(SHORT).put("a", "1"));
    assertEquals(Outcome.NOT_APPLIED, failed.outcome());
    assertFalse(failed.attempts().isEmpty());
  }

  @Test
  void whatIsTooLargeIsRefusedHereAndDisturbsNobody() {
    var failed = assertThrows(TooLargeException.class, () -> kv.put("a", new byte[5 << 20]));
    assertEquals(Outcome.NOT_APPLIED, failed.outcome());
    var puts = new ArrayList<CompletableFuture<PutResult>>();
    for (var i = 0; i < 12; i++) {
      puts.add(kv.async().put(Bytes.utf8("big" + i), Bytes.of(new byte[1 << 20])));
    }
    puts.forEach(put -> assertEquals(1, put.join().version()));
    assertTrue(cluster.node(1).largestFrame() < 4 << 20, "what a gRPC server accepts");
  }

  @Test
  void anAnswerToSomethingElseIsNoAcknowledgement() {
    var nothing = new Reaction(false, FakeCluster.Answer.REPLY, null, 0);
    script(nothing, nothing);
    var failed = assertThrows(InternalException.class, () -> kv.put("a", "1"));
    assertEquals(Outcome.UNKNOWN, failed.outcome());
  }

  @Test
  void aRecordedRejectionSettlesEarlierAttempts() {
    var unused = kv.put("a", "1");
    script(Reaction.CLOSE, Reaction.SERVE);
    var failed =
        assertThrows(
            PreconditionFailedException.class,
            () -> kv.put("a", "2", PutOptions.defaults().ifVersion(7)));
    assertEquals(Outcome.NOT_APPLIED, failed.outcome());
  }

  @Test
  void lostLeadershipIsRetriedWithTheSameSequence() {
    script(Reaction.error(ErrorCode.LEADERSHIP_LOST), Reaction.SERVE);
    assertEquals(1, kv.put("a", "1").version());
    assertEquals(1, sequencesOf("a"));
  }

  @Test
  void aConcernThatWasNotMetIsApplied() {
    var error =
        Error.newBuilder()
            .setCode(ErrorCode.CONCERN_NOT_MET)
            .setIndex(42)
            .addAcknowledgedBy("n1")
            .setWanted(3);
    script(Reaction.error(error), Reaction.SERVE);
    var failed =
        assertThrows(
            ConcernNotMetException.class, () -> kv.withConcern(WriteConcern.ALL).put("a", "1"));
    assertEquals(Outcome.APPLIED, failed.outcome());
    assertEquals(42, failed.index());
    assertEquals(3, failed.wanted());
    assertEquals(1, writes.get());
  }

  @Test
  void resolveTellsThatItWasApplied() {
    script(Reaction.APPLY_SILENTLY, Reaction.IGNORE);
    var failed =
        assertThrows(QuorateTimeoutException.class, () -> kv.withTimeout(SHORT).put("a", "1"));
    var resolution = client.resolve(failed.operationId().orElseThrow());
    assertTrue(resolution.applied());
    assertEquals(1, ((OpResult.Put) resolution.result().orElseThrow()).version());
  }

  @Test
  void resolveTellsThatItNeverWill() {
    script(Reaction.IGNORE, Reaction.IGNORE);
    var failed =
        assertThrows(QuorateTimeoutException.class, () -> kv.withTimeout(SHORT).put("a", "1"));
    var resolution = client.resolve(failed.operationId().orElseThrow());
    assertEquals(Outcome.NOT_APPLIED, resolution.outcome());
    assertFalse(kv.get("a").found());
  }

  @Test
  void anUnknownOperationKeepsItsResultUntilItIsResolved() {
    script(Reaction.APPLY_SILENTLY, Reaction.IGNORE);
    var failed =
        assertThrows(QuorateTimeoutException.class, () -> kv.withTimeout(SHORT).put("a", "1"));
    var operation = failed.operationId().orElseThrow();
    cluster.script((node, request) -> Reaction.SERVE);
    for (var i = 0; i < 10; i++) {
      var unused = kv.put("b", "1");
    }
    assertEquals(operation.sequence() - 1, lastAcknowledged());
    var unused = client.resolve(operation);
    unused = client.resolve(operation);
    var put = kv.put("b", "1");
    assertEquals(put.write().operationId().sequence() - 1, lastAcknowledged());
  }

  private long lastAcknowledged() {
    return cluster.applied().get(cluster.applied().size() - 1).getAcknowledged();
  }

  @Test
  void anExpiredSessionFailsOneCallAsUnknownAndTheNextOpensAnother() {
    var before = kv.put("a", "1").write().operationId().sessionId();
    cluster.expireSessions();
    var failed = assertThrows(SessionExpiredException.class, () -> kv.put("a", "2"));
    assertEquals(Outcome.UNKNOWN, failed.outcome());
    var after = kv.put("a", "3").write().operationId().sessionId();
    assertTrue(after != before);
  }

  @Test
  void anOverloadedNodeIsGivenTheTimeItAsksFor() {
    var error = Error.newBuilder().setCode(ErrorCode.OVERLOADED).setRetryAfterMs(150);
    script(Reaction.error(error), Reaction.SERVE);
    var began = System.nanoTime();
    assertEquals(1, kv.put("a", "1").version());
    assertTrue(System.nanoTime() - began >= TimeUnit.MILLISECONDS.toNanos(150));
  }

  @Test
  void whatCannotBeTriedAgainInTimeIsOverloadedAtOnce() {
    var error = Error.newBuilder().setCode(ErrorCode.OVERLOADED).setRetryAfterMs(60_000);
    script(Reaction.error(error), Reaction.SERVE);
    var failed = assertThrows(OverloadedException.class, () -> kv.put("a", "1"));
    assertEquals(Outcome.NOT_APPLIED, failed.outcome());
    assertEquals(Duration.ofMinutes(1), failed.retryAfter().orElseThrow());
    assertEquals(1, writes.get());
  }

  @Test
  void sessionsAreClosedWithTheClient() {
    assertEquals(1, cluster.sessions());
    client.close();
    assertEquals(0, cluster.sessions());
  }
}
