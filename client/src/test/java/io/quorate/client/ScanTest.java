package io.quorate.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.client.FakeCluster.Reaction;
import io.quorate.proto.v1.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScanTest {
  private final FakeCluster cluster = new FakeCluster(3);
  private final QuorateClient client = cluster.client().build();
  private final Kv kv = client.kv();
  private final AtomicInteger pages = new AtomicInteger();

  @BeforeEach
  void open() {
    client.awaitReady(Duration.ofSeconds(10));
    for (var key : List.of("a", "b", "c", "d", "e")) {
      var unused = kv.put(key, "v");
    }
  }

  @AfterEach
  void close() {
    client.close();
    cluster.close();
  }

  private List<String> scan() {
    var keys = new ArrayList<String>();
    try (var cursor = kv.scan(ScanOptions.all())) {
      cursor.forEach(pair -> keys.add(pair.keyString()));
    }
    return keys;
  }

  private void script(int page, Reaction reaction) {
    cluster.script(
        (node, request) ->
            request.getRead().hasScan() && pages.incrementAndGet() == page
                ? reaction
                : Reaction.SERVE);
  }

  @Test
  void aRefusedScanIsTriedElsewhere() {
    script(1, Reaction.error(ErrorCode.UNAVAILABLE));
    assertEquals(List.of("a", "b", "c", "d", "e"), scan());
  }

  @Test
  void aScanThatBreaksBeforeItsFirstPageIsTriedElsewhere() {
    script(1, Reaction.CLOSE);
    assertEquals(List.of("a", "b", "c", "d", "e"), scan());
  }

  @Test
  void aScanThatLosesItsStateSaysSo() {
    script(2, Reaction.CLOSE);
    assertThrows(PageExpiredException.class, this::scan);
  }

  @Test
  void pagesGoToTheNodeThatPinnedThem() {
    var secondaries = kv.withPreference(ReadPreference.SECONDARY);
    var page = secondaries.scanPage(ScanOptions.all());
    var node = page.evidence().node();
    for (var i = 0; i < 2; i++) {
      page = secondaries.scanPage(ScanOptions.all(), page.next().orElseThrow());
      assertEquals(node, page.evidence().node());
    }
    assertTrue(page.next().isEmpty());
  }

  @Test
  void aCursorIsReadOnce() {
    try (var cursor = kv.scan(ScanOptions.all())) {
      assertEquals(5, cursor.stream().count());
      assertThrows(IllegalStateException.class, cursor::iterator);
    }
  }
}
