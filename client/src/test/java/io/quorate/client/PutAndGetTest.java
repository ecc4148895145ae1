package io.quorate.client;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PutAndGetTest {
  private final FakeCluster cluster = new FakeCluster(3);
  private final QuorateClient client = cluster.client().build();
  private final Kv kv = client.kv();

  @AfterEach
  void close() {
    client.close();
    cluster.close();
  }

  @Test
  void whatIsPutIsRead() {
    var put = kv.put("a", "1");
    assertEquals(1, put.version());
    var got = kv.get("a");
    assertEquals("1", got.valueString().orElseThrow());
    // The leader serves, once there is a connection to it.
    await().until(() -> kv.get("a").evidence().node().equals("n1"));
    assertFalse(kv.get("b").found());
    assertEquals(2, kv.multiGet("a", "b").kvs().size());
  }

  @Test
  void aFailedPreconditionTellsTheVersion() {
    var unused = kv.put("a", "1");
    var failed =
        assertThrows(
            PreconditionFailedException.class,
            () -> kv.put("a", "2", PutOptions.defaults().ifAbsent()));
    assertEquals(1, failed.currentVersion());
    assertEquals(Outcome.NOT_APPLIED, failed.outcome());
    assertEquals(2, kv.put("a", "2", PutOptions.defaults().ifVersion(1)).version());
  }

  @Test
  void previousValuesAreReturnedWhenAsked() {
    var unused = kv.put("a", "1");
    var put = kv.put("a", "2", PutOptions.defaults().withPrevious());
    assertEquals("1", put.previous().orElseThrow().valueString());
  }

  @Test
  void readyWhenALinearizableReadSucceeds() {
    client.awaitReady(Duration.ofSeconds(5));
    assertEquals(cluster.node(1).address(), client.topology().leader().orElseThrow());
    assertEquals(3, client.topology().nodes().size());
  }

  @Test
  void manyCallsInFlightAllEndAndSequencesAreUsedOnce() {
    var puts = new ArrayList<CompletableFuture<PutResult>>();
    for (var i = 0; i < 5_000; i++) {
      puts.add(kv.async().put("k" + i, "v"));
    }
    CompletableFuture.allOf(puts.toArray(CompletableFuture[]::new)).join();
    assertEquals(5_000, cluster.applied().size());
    assertEquals(
        5_000, cluster.applied().stream().map(write -> write.getSequence()).distinct().count());
    // All have ended, so the next write acknowledges them all.
    var unused = kv.put("last", "1");
    assertEquals(5_000, cluster.applied().get(5_000).getAcknowledged());
  }

  @Test
  void scansPageByPage() {
    client.awaitReady(Duration.ofSeconds(5));
    for (var key : List.of("a/1", "a/2", "a/3", "a/4", "a/5", "b")) {
      var unused = kv.put(key, "v");
    }
    var found = new ArrayList<String>();
    try (var cursor = kv.scan(ScanOptions.prefix("a/"))) {
      cursor.forEach(pair -> found.add(pair.keyString()));
      assertEquals("n1", cursor.evidence().node());
    }
    assertEquals(List.of("a/1", "a/2", "a/3", "a/4", "a/5"), found);

    var page = kv.scanPage(ScanOptions.prefix("a/"));
    assertEquals(2, page.kvs().size());
    page = kv.scanPage(ScanOptions.prefix("a/"), page.next().orElseThrow());
    page = kv.scanPage(ScanOptions.prefix("a/"), page.next().orElseThrow());
    assertTrue(page.next().isEmpty());
  }

  @Test
  void statusIsAskedOfAnyNode() {
    assertEquals("fake", client.admin().status().cluster());
    assertEquals("n2", client.admin().localStatus(cluster.node(2).address()).id());
  }
}
