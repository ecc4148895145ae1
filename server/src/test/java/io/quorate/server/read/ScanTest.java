package io.quorate.server.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.quorate.proto.v1.Consistency;
import io.quorate.proto.v1.ErrorCode;
import io.quorate.proto.v1.KeyValue;
import io.quorate.proto.v1.ReadOptions;
import io.quorate.proto.v1.ReadReply;
import io.quorate.proto.v1.ReadRequest;
import io.quorate.proto.v1.ScanPage;
import io.quorate.proto.v1.ScanRequest;
import io.quorate.server.error.Deadline;
import io.quorate.server.error.RequestException;
import io.quorate.server.node.FakeGroup;
import io.quorate.server.node.FakeLinks;
import io.quorate.server.node.LeaderWatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ScanTest {
  private static final int MOST_PINNED = 5;
  private static final PinBounds PINS = new PinBounds(MOST_PINNED, Duration.ofSeconds(60));

  private final Deadline soon = Deadline.after(Duration.ofMinutes(1));
  private static final ReadOptions EVENTUAL =
      ReadOptions.newBuilder().setConsistency(Consistency.EVENTUAL).build();

  @TempDir Path folder;
  private final FakeGroup group = new FakeGroup("a", "a", "b", "c");
  private final AtomicLong nanos = new AtomicLong(1_000_000_000);
  private EngineReplica replica;
  private Reader reader;

  @BeforeEach
  void open() {
    replica = new EngineReplica(folder);
    reader = readerOf(group);
    for (int i = 0; i < 10; i++) {
      replica.put(1, 1 + i, "k" + i, "v" + i);
    }
  }

  private Reader readerOf(FakeGroup node) {
    var links = new FakeLinks();
    return new Reader(
        node,
        replica,
        links,
        new ReadIndex(node, links, nanos::get),
        new LeaderWatch(node),
        "n1",
        PINS,
        _ -> {},
        Runnable::run,
        nanos::get);
  }

  @AfterEach
  void close() {
    reader.close();
    assertEquals(0, reader.pinnedScans());
    replica.close();
  }

  private static ScanRequest.Builder range(String start, String end) {
    return ScanRequest.newBuilder()
        .setStart(ByteString.copyFromUtf8(start))
        .setEnd(ByteString.copyFromUtf8(end))
        .setOptions(EVENTUAL);
  }

  private CompletableFuture<ReadReply> read(ScanRequest.Builder scan) {
    return reader.read(ReadRequest.newBuilder().setOptions(EVENTUAL).setScan(scan).build(), soon);
  }

  private static List<String> keys(Iterable<KeyValue> records) {
    List<String> keys = new ArrayList<>();
    records.forEach(record -> keys.add(record.getKey().toStringUtf8()));
    return keys;
  }

  private static List<String> values(Iterable<KeyValue> records) {
    List<String> values = new ArrayList<>();
    records.forEach(record -> values.add(record.getValue().toStringUtf8()));
    return values;
  }

  @Test
  void pagesOfAPinnedScanAreOfOneState() {
    var scan = range("k1", "k6").setLimit(3).setPin(true);
    ReadReply first = read(scan).join();
    assertEquals(List.of("k1", "k2", "k3"), keys(first.getScan().getKvsList()));
    assertEquals(1, reader.pinnedScans());
    replica.put(1, 11, "k4", "changed");
    ReadReply second = read(scan.setPage(first.getScan().getNextPage())).join();
    assertEquals(List.of("v4", "v5"), values(second.getScan().getKvsList()));
    assertEquals(first.getEvidence(), second.getEvidence());
    assertTrue(second.getScan().getNextPage().isEmpty());
    assertEquals(0, reader.pinnedScans(), "the last page unpins");
  }

  @Test
  void aPageCanBeAskedForTwice() {
    var scan = range("", "").setLimit(3).setPin(true);
    ByteString next = read(scan).join().getScan().getNextPage();
    ReadReply second = read(scan.setPage(next)).join();
    assertEquals(second, read(scan.setPage(next)).join());
  }

  @Test
  void pagesOfAnUnpinnedScanAreOfTheStateOfTheirTime() {
    var scan = range("k1", "k6").setLimit(3);
    ReadReply first = read(scan).join();
    assertEquals(0, reader.pinnedScans());
    replica.put(1, 11, "k4", "changed");
    ReadReply second = read(scan.setPage(first.getScan().getNextPage())).join();
    assertEquals(List.of("changed", "v5"), values(second.getScan().getKvsList()));
    assertEquals(11, second.getEvidence().getAppliedIndex());
  }

  @Test
  void aByteBudgetEndsAPageAfterTheRecordThatReachesIt() {
    var scan = range("", "").setPageBytes(5);
    ScanPage page = read(scan).join().getScan();
    assertEquals(List.of("k0", "k1"), keys(page.getKvsList()));
    assertFalse(page.getNextPage().isEmpty());
    assertEquals(
        ErrorCode.INVALID_ARGUMENT,
        Failures.of(read(range("", "").setPageBytes((4 << 20) + 1))).getCode());
  }

  @Test
  void anEmptyRangeIsAnEmptyPage() {
    ScanPage page = read(range("k5", "k5").setPin(true)).join().getScan();
    assertEquals(0, page.getKvsCount());
    assertTrue(page.getNextPage().isEmpty());
    assertEquals(0, reader.pinnedScans());
  }

  private ByteString pinnedPage() {
    return read(range("", "").setLimit(3).setPin(true)).join().getScan().getNextPage();
  }

  private ErrorCode pageError(ByteString page) {
    return Failures.of(read(range("", "").setLimit(3).setPin(true).setPage(page))).getCode();
  }

  @Test
  void aPageExpiresAMinuteAfterTheLastOne() {
    ByteString page = pinnedPage();
    nanos.addAndGet(Duration.ofSeconds(60).toNanos() - 1);
    read(range("", "").setLimit(3).setPage(page)).join();
    nanos.addAndGet(Duration.ofSeconds(60).toNanos() - 1);
    read(range("", "").setLimit(3).setPage(page)).join();
    nanos.addAndGet(Duration.ofSeconds(60).toNanos());
    assertEquals(ErrorCode.PAGE_EXPIRED, pageError(page));
    assertEquals(0, reader.pinnedScans());
  }

  @Test
  void aReplacedStateVoidsEveryPage() {
    ByteString page = pinnedPage();
    replica.generation = 2;
    assertEquals(ErrorCode.PAGE_EXPIRED, pageError(page));
  }

  @Test
  void aPageOfAnotherNodeIsRefused() {
    ByteString page = pinnedPage();
    try (Reader other = readerOf(new FakeGroup("b", "a", "b", "c"))) {
      var request =
          ReadRequest.newBuilder()
              .setOptions(EVENTUAL)
              .setScan(range("", "").setPage(page))
              .build();
      assertEquals(ErrorCode.PAGE_EXPIRED, Failures.of(other.read(request, soon)).getCode());
    }
  }

  @Test
  void aPageOfAnotherRangeOrNoTokenAtAllIsRefused() {
    ByteString page = pinnedPage();
    assertEquals(
        ErrorCode.INVALID_ARGUMENT, Failures.of(read(range("k1", "").setPage(page))).getCode());
    assertEquals(ErrorCode.INVALID_ARGUMENT, pageError(ByteString.copyFromUtf8("?")));
    assertEquals(ErrorCode.INVALID_ARGUMENT, pageError(page.substring(0, 12)));
    assertEquals(
        ErrorCode.INVALID_ARGUMENT, pageError(ByteString.EMPTY.concat(page.substring(0, 26))));
  }

  @Test
  void aFullTableRefusesUntilSomethingRests() {
    for (int i = 0; i < MOST_PINNED; i++) {
      pinnedPage();
    }
    var refused = Failures.of(read(range("", "").setLimit(3).setPin(true)));
    assertEquals(ErrorCode.OVERLOADED, refused.getCode());
    assertTrue(refused.getRetryAfterMs() > 0);
    assertEquals(MOST_PINNED, reader.pinnedScans());
    nanos.addAndGet(PINS.rest().toNanos());
    assertFalse(pinnedPage().isEmpty());
    assertEquals(1, reader.pinnedScans());
  }

  @Test
  void aStreamedScanIsOfOneStateAndEndsAtItsLimit() {
    var scan = reader.scan(range("", "").setPageBytes(5).setLimit(5).build(), soon).join();
    replica.put(1, 11, "k3", "changed");
    ScanPage first = scan.next();
    assertEquals(List.of("k0", "k1"), keys(first.getKvsList()));
    assertEquals("local", first.getEvidence().getMethod());
    assertEquals(List.of("v2", "v3"), values(scan.next().getKvsList()));
    ScanPage last = scan.next();
    assertEquals(List.of("k4"), keys(last.getKvsList()));
    assertTrue(last.getNextPage().isEmpty());
    assertEquals(0, reader.pinnedScans());
    assertThrows(IllegalStateException.class, scan::next);
  }

  @Test
  void aStreamThatBrokeGoesOnByItsLastToken() {
    ByteString next;
    try (var scan = reader.scan(range("", "").setPageBytes(5).build(), soon).join()) {
      next = scan.next().getNextPage();
      assertEquals(1, reader.pinnedScans());
    }
    assertEquals(0, reader.pinnedScans());
    assertEquals(
        "k2",
        keys(read(range("", "").setLimit(1).setPage(next)).join().getScan().getKvsList())
            .getFirst());
  }

  @Test
  void aStreamedScanThatRestsTooLongExpires() {
    try (var scan = reader.scan(range("", "").setPageBytes(5).build(), soon).join()) {
      scan.next();
      nanos.addAndGet(PINS.rest().toNanos());
      RequestException expired = assertThrows(RequestException.class, scan::next);
      assertEquals(ErrorCode.PAGE_EXPIRED, expired.error().getCode());
    }
  }

  @Test
  void aStreamedScanDoesNotContinueAPage() {
    var request = range("", "").setPage(pinnedPage()).build();
    assertEquals(ErrorCode.INVALID_ARGUMENT, Failures.of(reader.scan(request, soon)).getCode());
  }
}
