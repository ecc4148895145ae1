package io.quorate.server.grpc;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.quorate.proto.v1.ErrorCode;
import io.quorate.proto.v1.KvGrpc;
import io.quorate.proto.v1.Outcome;
import io.quorate.proto.v1.ReadRequest;
import io.quorate.proto.v1.ScanPage;
import io.quorate.proto.v1.ScanRequest;
import io.quorate.server.error.RequestException;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The unary calls and Scan over a real connection. */
class KvServiceTest {
  @Test
  void writesAndReadsAreAnswered() {
    try (Edge edge = new Edge()) {
      assertEquals(7, edge.blocking().write(Edge.put(7, 1)).getResult().getPut().getVersion());
      assertTrue(edge.blocking().read(ReadRequest.getDefaultInstance()).getGet().getFound());
    }
  }

  @Test
  void aRefusedWriteCarriesTheErrorInTheTrailer() {
    try (Edge edge = new Edge()) {
      var failure =
          assertThrows(
              StatusRuntimeException.class,
              () -> edge.blocking().write(Edge.put(1, Edge.VALUE_BYTES + 1)));
      assertEquals(Status.Code.INVALID_ARGUMENT, failure.getStatus().getCode());
      RequestException back = StatusMapper.fromStatus(failure);
      assertEquals(ErrorCode.TOO_LARGE, back.error().getCode());
      assertEquals(Outcome.NOT_APPLIED, back.error().getOutcome());
      assertEquals("n1", back.error().getNode());
      assertEquals(
          "value of 1001 bytes; this node accepts at most 1000 (limits.value_bytes)",
          back.error().getMessage());
    }
  }

  @Test
  void aMessageOverTheLimitIsRefusedBeforeItIsRead() {
    try (Edge edge = new Edge()) {
      var failure =
          assertThrows(
              StatusRuntimeException.class,
              () -> edge.blocking().write(Edge.put(1, Edge.MESSAGE_BYTES + (1 << 20))));
      assertEquals(Status.Code.RESOURCE_EXHAUSTED, failure.getStatus().getCode());
      assertEquals(ErrorCode.TOO_LARGE, StatusMapper.fromStatus(failure).error().getCode());
    }
  }

  @Test
  void theCallersDeadlineCountsWhenItIsEarlier() {
    try (Edge edge = new Edge()) {
      edge.writes.held = true;
      assertThrows(
          StatusRuntimeException.class,
          () ->
              KvGrpc.newBlockingStub(edge.channel)
                  .withDeadlineAfter(300, TimeUnit.MILLISECONDS)
                  .write(Edge.put(1, 1)));
      await().until(() -> edge.writes.waiting.size() == 1);
      assertTrue(
          edge.writes.waiting.getFirst().deadline().remaining().compareTo(Duration.ofMillis(300))
              < 0);
    }
  }

  @Test
  void aScanStreamsItsPagesAndUnpins() {
    try (Edge edge = new Edge()) {
      Iterator<ScanPage> pages = edge.blocking().scan(ScanRequest.getDefaultInstance());
      int count = 0;
      while (pages.hasNext()) {
        pages.next();
        count++;
      }
      assertEquals(3, count);
      await().until(() -> edge.reads.pinned.get() == 0);
    }
  }

  @Test
  void aScanThatFailsSaysWhyAndUnpins() {
    try (Edge edge = new Edge()) {
      edge.reads.failAtPage = 1;
      Iterator<ScanPage> pages = edge.blocking().scan(ScanRequest.getDefaultInstance());
      pages.next();
      assertEquals(
          ErrorCode.DATA_CORRUPT, code(assertThrows(StatusRuntimeException.class, pages::next)));
      await().until(() -> edge.reads.pinned.get() == 0);
      Iterator<ScanPage> refused =
          edge.blocking().scan(ScanRequest.newBuilder().setLimit(7).build());
      assertEquals(
          ErrorCode.UNAVAILABLE, code(assertThrows(StatusRuntimeException.class, refused::next)));
    }
  }

  @Test
  void aSlowReaderHoldsFewPages() {
    try (Edge edge = new Edge()) {
      edge.reads.valueBytes = 100_000;
      edge.reads.pages = 100;
      SlowReader reader = scan(edge);
      reader.requests().request(1);
      await().until(() -> reader.pages.get() == 1);
      await()
          .during(Duration.ofMillis(300))
          .atMost(Duration.ofSeconds(20))
          .until(() -> edge.reads.pagesRead.get() <= 8);
      reader.requests().request(1_000);
      await().atMost(Duration.ofSeconds(20)).until(() -> reader.completed);
      assertEquals(100, reader.pages.get());
    }
  }

  @Test
  void aReaderThatStallsLosesItsPin() {
    try (Edge edge = new Edge(Duration.ofMillis(300))) {
      edge.reads.valueBytes = 1_000_000;
      edge.reads.pages = 100;
      SlowReader reader = scan(edge);
      reader.requests().request(1);
      await().until(() -> reader.pages.get() == 1);
      assertEquals(1, edge.reads.pinned.get());
      await().until(() -> edge.reads.pinned.get() == 0);
      reader.requests().request(1_000);
      await().until(() -> reader.failure != null);
      assertEquals(ErrorCode.PAGE_EXPIRED, code(java.util.Objects.requireNonNull(reader.failure)));
    }
  }

  @Test
  void aReaderThatLeavesUnpins() {
    try (Edge edge = new Edge()) {
      edge.reads.valueBytes = 1_000_000;
      edge.reads.pages = 100;
      SlowReader reader = scan(edge);
      reader.requests().request(1);
      await().until(() -> reader.pages.get() == 1);
      reader.requests().cancel("gone", null);
      await().until(() -> edge.reads.pinned.get() == 0);
    }
  }

  private static ErrorCode code(Throwable failure) {
    return StatusMapper.fromStatus(failure).error().getCode();
  }

  private static SlowReader scan(Edge edge) {
    SlowReader reader = new SlowReader();
    KvGrpc.newStub(edge.channel).scan(ScanRequest.getDefaultInstance(), reader);
    return reader;
  }

  private static final class SlowReader implements ClientResponseObserver<ScanRequest, ScanPage> {
    final AtomicInteger pages = new AtomicInteger();
    volatile boolean completed;
    volatile @Nullable Throwable failure;
    private volatile @Nullable ClientCallStreamObserver<ScanRequest> requests;

    ClientCallStreamObserver<ScanRequest> requests() {
      return java.util.Objects.requireNonNull(requests);
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<ScanRequest> requests) {
      requests.disableAutoRequestWithInitial(0);
      this.requests = requests;
    }

    @Override
    public void onNext(ScanPage page) {
      pages.incrementAndGet();
    }

    @Override
    public void onError(Throwable cause) {
      failure = cause;
    }

    @Override
    public void onCompleted() {
      completed = true;
    }
  }
}
