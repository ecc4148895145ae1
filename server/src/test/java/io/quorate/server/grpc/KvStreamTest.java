package io.quorate.server.grpc;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.proto.v1.Concern;
import io.quorate.proto.v1.Consistency;
import io.quorate.proto.v1.ErrorCode;
import io.quorate.proto.v1.Outcome;
import io.quorate.proto.v1.ReadOptions;
import io.quorate.proto.v1.Reply;
import io.quorate.proto.v1.Request;
import io.quorate.proto.v1.Topology;
import io.quorate.proto.v1.WriteRequest;
import io.quorate.server.error.RequestException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KvStreamTest {
  private final Edge edge = new Edge();

  @AfterEach
  void stop() {
    edge.close();
  }

  @Test
  void theFirstFrameIsTheTopologyAndChangesFollow() {
    Edge.Client client = edge.stream().takeAll();
    await().until(() -> !client.frames.isEmpty());
    assertEquals("n1:7400", client.frames.getFirst().getTopology().getLeader());

    edge.topology.change(Topology.newBuilder().setTerm(2).setLeader("n2:7400").build());
    await().until(() -> client.topologies().size() == 2);
    assertEquals("n2:7400", client.topologies().getLast().getLeader());

    edge.topology.change(edge.topology.current()); // no change, nothing to tell
    client.send(Edge.write(1));
    client.awaitReplies(1);
    assertEquals(2, client.topologies().size());
  }

  @Test
  void repliesComeInAnyOrder() {
    edge.writes.held = true;
    Edge.Client client = edge.stream().takeAll();
    client.send(Edge.write(1), Edge.write(2));
    client.send(Edge.read(3));
    await().until(() -> edge.writes.waiting.size() == 2);
    client.awaitReplies(1);
    answer(1);
    client.awaitReplies(2);
    answer(0);
    List<Reply> replies = client.awaitReplies(3);
    assertEquals(List.of(3L, 2L, 1L), replies.stream().map(Reply::getId).toList());
    assertEquals(
        2,
        replies.get(1).getWrite().getResult().getPut().getVersion(),
        "the reply of another request");
  }

  @Test
  void manyPipelinedRequestsShareFrames() {
    Edge.Client client = edge.stream().takeAll();
    int count = 5_000;
    for (long id = 1; id <= count; id += 100) {
      client.send(
          LongStream.range(id, id + 100)
              .mapToObj(it -> it % 3 == 0 ? Edge.read(it) : Edge.write(it))
              .toList());
    }
    Set<Long> ids =
        client.awaitReplies(count).stream().map(Reply::getId).collect(Collectors.toSet());
    assertEquals(count, ids.size());
    assertTrue(
        client.frames.size() < count / 2,
        () -> client.frames.size() + " frames for " + count + " replies");
  }

  @Test
  void repliesThatBecomeReadyTogetherLeaveInOneFrame() {
    edge.writes.held = true;
    Edge.Client client = edge.stream().takeAll();
    int count = 300;
    client.send(LongStream.rangeClosed(1, count).mapToObj(Edge::write).toList());
    await().until(() -> edge.writes.waiting.size() == count);
    int framesBefore = client.frames.size();
    Gathering.run(() -> Gathering.run(() -> IntStream.range(0, count).forEach(this::answer)));
    client.awaitReplies(count);
    assertEquals(framesBefore + 1, client.frames.size());
  }

  @Test
  void getsOfAFrameThatAskForTheSameAreServedTogether() {
    Edge.Client client = edge.stream().takeAll();
    var requests = new ArrayList<Request>();
    for (long id = 1; id <= 100; id++) {
      requests.add(Edge.read(id));
    }
    for (long id = 101; id <= 103; id++) {
      Request other = Edge.read(id);
      requests.add(
          other.toBuilder()
              .setRead(
                  other.getRead().toBuilder()
                      .setOptions(ReadOptions.newBuilder().setConsistency(Consistency.EVENTUAL)))
              .build());
    }
    client.send(requests);
    client.awaitReplies(103);
    assertEquals(
        List.of(3, 100 - KvStream.MOST_TOGETHER, KvStream.MOST_TOGETHER),
        edge.reads.groups.stream().sorted().toList());
  }

  @Test
  void failuresAreTypedAndNameTheNode() {
    edge.writes.held = true;
    Edge.Client client = edge.stream().takeAll();
    WriteRequest tooLarge = Edge.put(2, Edge.VALUE_BYTES + 1);
    WriteRequest empty = WriteRequest.getDefaultInstance();
    WriteRequest nobody =
        Edge.put(4, 1).toBuilder()
            .setConcern(Concern.newBuilder().setKind(Concern.Kind.MEMBERS))
            .build();
    WriteRequest stale = Edge.put(5, 1).toBuilder().setAcknowledged(5).build();
    client.send(
        Edge.write(1),
        request(2, tooLarge),
        request(3, empty),
        request(4, nobody),
        request(5, stale));
    client.send(Request.newBuilder().setId(6).build());
    await().until(() -> edge.writes.waiting.size() == 1);
    edge.writes
        .waiting
        .getFirst()
        .reply()
        .completeExceptionally(RequestException.leadershipLost("it went"));
    List<Reply> replies = client.awaitReplies(6);
    assertError(replies, 1, ErrorCode.LEADERSHIP_LOST, Outcome.UNKNOWN, "it went");
    assertError(replies, 2, ErrorCode.TOO_LARGE, Outcome.NOT_APPLIED, "limits.value_bytes");
    assertError(
        replies, 3, ErrorCode.INVALID_ARGUMENT, Outcome.NOT_APPLIED, "the operation is empty");
    assertError(replies, 4, ErrorCode.INVALID_ARGUMENT, Outcome.NOT_APPLIED, "at least 1 member");
    assertError(
        replies,
        5,
        ErrorCode.INVALID_ARGUMENT,
        Outcome.NOT_APPLIED,
        "already marked as acknowledged");
    assertError(
        replies, 6, ErrorCode.INVALID_ARGUMENT, Outcome.NOT_APPLIED, "the request is empty");
  }

  @Test
  void aBugIsInternalAndUnknownAndLeavesTheStreamOpen() {
    edge.writes.held = true;
    Edge.Client client = edge.stream().takeAll();
    client.send(Edge.write(1));
    await().until(() -> edge.writes.waiting.size() == 1);
    edge.writes
        .waiting
        .getFirst()
        .reply()
        .completeExceptionally(new IllegalStateException("a test's bug"));
    assertError(client.awaitReplies(1), 1, ErrorCode.INTERNAL, Outcome.UNKNOWN, "a test's bug");
    edge.writes.held = false;
    client.send(Edge.write(2));
    client.awaitReplies(2);
  }

  @Test
  void requestsOverTheLimitInFlightAreOverloaded() {
    edge.writes.held = true;
    Edge.Client client = edge.stream().takeAll();
    client.send(
        LongStream.rangeClosed(1, KvStream.MAX_IN_FLIGHT + 5).mapToObj(Edge::write).toList());
    List<Reply> refused = client.awaitReplies(5);
    assertEquals(KvStream.MAX_IN_FLIGHT, edge.writes.waiting.size());
    refused.forEach(reply -> assertEquals(ErrorCode.OVERLOADED, reply.getError().getCode()));
    assertTrue(refused.getFirst().getError().getRetryAfterMs() > 0);
    edge.writes.held = false;
    answer(0);
    client.awaitReplies(6);
    client.send(Edge.write(99_999));
    assertEquals(99_999, client.awaitReplies(7).getLast().getId(), "a place is free again");
  }

  @Test
  void aClientThatDoesNotReadIsNotReadFrom() {
    edge.reads.valueBytes = 100_000;
    Edge.Client client = edge.stream();
    int below = (int) (KvStream.SLOW_READER_BYTES / 100_000) / 2;
    for (int id = 0; id < below; id++) { // the stream learns how large its reads are
      int sent = id + 1;
      client.send(Edge.read(id));
      await().until(() -> edge.reads.served.get() == sent);
    }
    int total = 1_000; // 100 MB of replies
    for (int id = below; id < total; id++) {
      client.send(Edge.read(id));
    }
    int bound = below * 2 + 40; // and what the transport holds
    await()
        .during(Duration.ofMillis(500))
        .atMost(Duration.ofSeconds(20))
        .until(() -> edge.reads.served.get() <= bound);
    client.takeAll();
    List<Reply> replies = client.awaitReplies(total);
    assertEquals(total, replies.stream().filter(Reply::hasRead).count(), "none was refused");
  }

  @Test
  void largeReadsThatCompleteTogetherAreRefusedRatherThanHeld() {
    edge.reads.valueBytes = 1_000_000;
    edge.reads.gate = new CompletableFuture<>();
    Edge.Client client = edge.stream();
    client.send(LongStream.range(0, 200).mapToObj(Edge::read).toList());
    await().until(() -> edge.reads.served.get() == 200);
    edge.reads.gate.complete(null); // 200 MB at once, and nobody reads
    client.takeAll();
    List<Reply> replies = client.awaitReplies(200);
    List<Reply> refused = replies.stream().filter(Reply::hasError).toList();
    assertTrue(refused.size() > 100, () -> "only " + refused.size() + " were refused");
    refused.forEach(it -> assertEquals(ErrorCode.OVERLOADED, it.getError().getCode()));
    assertTrue(replies.size() > refused.size(), "all were refused");
  }

  @Test
  void aHalfClosedStreamIsAnsweredFirst() {
    edge.writes.held = true;
    Edge.Client client = edge.stream().takeAll();
    client.send(Edge.write(1));
    client.out().onCompleted();
    await().until(() -> edge.writes.waiting.size() == 1);
    assertFalse(client.completed);
    answer(0);
    await().until(() -> client.completed);
    assertEquals(1, client.replies().size());
    assertEquals(0, edge.topology.listeners.size(), "still subscribed");
  }

  @Test
  void closingRefusesWhatIsNewAndAnswersWhatIsUnderWay() {
    edge.writes.held = true;
    Edge.Client client = edge.stream().takeAll();
    client.send(Edge.write(1));
    await().until(() -> edge.writes.waiting.size() == 1);
    edge.kv.close();
    client.send(Edge.write(2));
    assertError(
        client.awaitReplies(1), 2, ErrorCode.UNAVAILABLE, Outcome.NOT_APPLIED, "shutting down");
    answer(0);
    await().until(() -> client.completed);
    assertEquals(2, client.replies().size());
  }

  @Test
  void aClientThatVanishesLeavesNothingBehind() {
    edge.writes.held = true;
    Edge.Client client = edge.stream().takeAll();
    client.send(Edge.write(1));
    await().until(() -> edge.writes.waiting.size() == 1);
    client.out().cancel("gone", null);
    await().until(() -> edge.topology.listeners.isEmpty());
    answer(0); // for nobody; must not throw into the completing thread
    assertNotNull(client.failure);
  }

  @Test
  void anOversizedFrameEndsTheStream() {
    Edge.Client client = edge.stream().takeAll();
    List<Request> requests = new ArrayList<>();
    for (int id = 0; id < 5_000; id++) {
      requests.add(request(id, Edge.put(id + 1, Edge.VALUE_BYTES)));
    }
    client.send(requests); // 5 MB
    await().until(() -> client.failure != null);
    assertEquals(0, edge.writes.waiting.size());
  }

  private void answer(int index) {
    FakeWrites.Waiting call = edge.writes.waiting.get(index);
    call.reply().complete(FakeWrites.reply(call.request()));
  }

  private static Request request(long id, WriteRequest write) {
    return Request.newBuilder().setId(id).setWrite(write).build();
  }

  private static void assertError(
      List<Reply> replies, long id, ErrorCode code, Outcome outcome, String part) {
    var error =
        replies.stream().filter(reply -> reply.getId() == id).findFirst().orElseThrow().getError();
    assertEquals(code, error.getCode());
    assertEquals(outcome, error.getOutcome());
    assertEquals("n1", error.getNode());
    assertTrue(error.getMessage().contains(part), error.getMessage());
  }
}
