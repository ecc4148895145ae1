package io.quorate.client;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.client.FakeCluster.Reaction;
import io.quorate.proto.v1.Error;
import io.quorate.proto.v1.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FailoverTest {
  private final FakeCluster cluster = new FakeCluster(3);
  private final QuorateClient client = cluster.client().build();
  private final Kv kv = client.kv();

  @BeforeEach
  void open() {
    client.awaitReady(Duration.ofSeconds(10));
    var unused = kv.put("opens", "the session");
    for (var i = 1; i <= 3; i++) {
      var node = cluster.node(i);
      await().until(() -> node.streams() == 1);
    }
  }

  @AfterEach
  void close() {
    client.close();
    cluster.close();
  }

  private List<CompletableFuture<PutResult>> puts(int count) {
    var puts = new ArrayList<CompletableFuture<PutResult>>();
    for (var i = 0; i < count; i++) {
      puts.add(kv.async().put("k" + i, "v"));
    }
    return puts;
  }

  private static void join(List<CompletableFuture<PutResult>> puts) {
    CompletableFuture.allOf(puts.toArray(CompletableFuture[]::new)).join();
  }

  private long received(int node) {
    return cluster.node(node).received().stream().filter(request -> request.hasWrite()).count();
  }

  @Test
  void writesFollowTheLeader() {
    cluster.elect(cluster.node(2));
    await().until(() -> client.topology().leader().equals(leader(2)));
    var before = received(2);
    var unused = kv.put("a", "1");
    assertEquals(before + 1, received(2));
  }

  private Optional<String> leader(int node) {
    return Optional.of(cluster.node(node).address());
  }

  @Test
  void aRedirectIsFollowedAtOnce() {
    var error =
        Error.newBuilder()
            .setCode(ErrorCode.NOT_LEADER)
            .setLeader(cluster.node(3).address())
            .setMessage("n3 leads");
    cluster.script(
        (node, request) ->
            request.hasWrite() && node != cluster.node(3) ? Reaction.error(error) : Reaction.SERVE);
    var unused = kv.put("a", "1");
    assertEquals(leader(3), client.topology().leader());
    assertEquals(1, received(3));
  }

  /** The leader that is asked to remove itself is dropped by the client before it answers. */
  @Test
  void aCallIsNotCutOffBecauseItsNodeLeavesTheCluster() {
    var change = client.admin().removeNode("n1");
    assertEquals("", change.node());
    var former = cluster.node(1);
    await().until(() -> former.streams() == 0);
  }

  @Test
  void callersThatWaitForALeaderAreWokenByItsElection() {
    cluster.elect(null);
    var puts = puts(256);
    await().until(() -> received(1) + received(2) + received(3) > 256);
    cluster.elect(cluster.node(2));
    var began = System.nanoTime();
    join(puts);
    var tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    assertTrue(tookMs < 2_000, tookMs + " ms after the election");
    assertEquals(257, cluster.applied().size());
  }

  /**
   * Left to their back-off the callers would come one by one; those that are woken come in one
   * frame.
   */
  @Test
  void aPushedTopologyWakesAllThatWaitAtOnce() {
    var callers = 128;
    cluster.elect(null);
    var puts = puts(callers);
    // By now all have used up their quick retries and wait for 400 ms and more.
    await().until(() -> received(1) + received(2) + received(3) > 8L * callers);
    var before = cluster.node(2).frames().size();
    cluster.elect(cluster.node(2));
    join(puts);
    var frames = cluster.node(2).frames();
    var together = Collections.max(frames.subList(before, frames.size()));
    assertTrue(together >= callers / 2, "at most " + together + " of " + callers + " in one frame");
  }

  @Test
  void aKilledLeaderCostsNoCall() {
    var puts = puts(200);
    cluster.node(1).kill();
    puts.addAll(puts(200));
    cluster.elect(cluster.node(3));
    join(puts);
    assertEquals(401, cluster.applied().size(), "each once");
  }

  @Test
  void aFrozenLeaderCostsNoCall() {
    cluster.node(1).freeze();
    var puts = puts(200);
    // Silence is noticed, the others are asked and know no better until there is a new leader.
    await().until(() -> received(2) + received(3) > 0);
    cluster.elect(cluster.node(2));
    join(puts);
    assertEquals(201, cluster.applied().size());
  }

  @Test
  void aFrozenNodeIsLeftAloneAndUsedAgainWhenItLives() {
    var node = cluster.node(1);
    node.freeze();
    cluster.elect(cluster.node(2));
    await().until(() -> client.topology().leader().equals(leader(2)));
    var secondaries = kv.withPreference(ReadPreference.SECONDARY);
    for (var i = 0; i < 20; i++) {
      var unused = secondaries.get("a");
    }
    var tries = node.received().size();
    for (var i = 0; i < 100; i++) {
      var unused = secondaries.get("a");
    }
    assertTrue(node.received().size() <= tries + 1, "it was ejected");
    node.thaw();
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> {
              var unused = secondaries.get("a");
              return node.received().size() > tries + 1;
            });
  }

  @Test
  void aRestartedNodeIsUsedQuickly() {
    for (var i = 1; i <= 3; i++) {
      cluster.node(i).kill();
    }
    var put = kv.async().withTimeout(Duration.ofSeconds(20)).put("a", "1");
    await().until(() -> client.topology().nodes().size() == 3);
    cluster.node(1).restart();
    var began = System.nanoTime();
    assertEquals(1, put.join().version());
    var tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    assertTrue(tookMs < 2_500, tookMs + " ms");
  }

  @Test
  void aSilentNodeDoesNotKeepTheStatusBack() {
    cluster.node(1).freeze();
    var status = client.admin().withTimeout(Duration.ofSeconds(20)).status();
    assertEquals("fake", status.cluster());
  }

  @Test
  void aCommandThatTheNodeDoesNotKnowHadNoEffect() {
    var failed = assertThrows(InvalidArgumentException.class, () -> client.admin().stepDown());
    assertEquals(Outcome.NOT_APPLIED, failed.outcome());
  }

  @Test
  void moreMembersAreLearnedFromOneSeed() {
    try (var other = QuorateClient.builder().endpoints(cluster.node(3).address()).build()) {
      other.awaitReady(Duration.ofSeconds(10));
      assertEquals(3, other.topology().nodes().size());
      cluster.node(3).kill();
      assertEquals(1, other.kv().put("a", "1").version());
    }
  }

  @Test
  void withoutDiscoveryOnlyTheEndpointsAreUsed() {
    var before = received(1) + received(2);
    var endpoint = cluster.node(3).address();
    try (var other = QuorateClient.builder().endpoints(endpoint).discover(false).build()) {
      // Node 1 leads, and writes go to the leader where that may be used.
      assertEquals(1, other.kv().put("a", "1").version());
      assertEquals(leader(1), other.topology().leader());
      for (var preference : ReadPreference.values()) {
        if (preference != ReadPreference.PRIMARY) {
          assertEquals("n3", served(other, preference));
        }
      }
      var linked = cluster.node(1).streams() + cluster.node(2).streams();
      assertEquals(2, linked, "the other client's alone");
    }
    assertEquals(before, received(1) + received(2));
  }

  private static String served(QuorateClient by, ReadPreference preference) {
    return by.kv().withPreference(preference).get("a").evidence().node();
  }
}
