package io.quorate.client;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.client.FakeCluster.Reaction;
import io.quorate.proto.v1.ErrorCode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadPreferenceTest {
  private final FakeCluster cluster = new FakeCluster(3, 1);
  private final QuorateClient client = cluster.client().build();
  private final Kv kv = client.kv();

  @BeforeEach
  void open() {
    for (var i = 1; i <= 4; i++) {
      var node = cluster.node(i);
      client.awaitReady(Duration.ofSeconds(10));
      await().until(() -> node.streams() == 1);
    }
  }

  @AfterEach
  void close() {
    client.close();
    cluster.close();
  }

  private Map<String, Integer> servedBy(ReadPreference preference, int reads) {
    var served = new HashMap<String, Integer>();
    for (var i = 0; i < reads; i++) {
      var node = kv.withPreference(preference).get("a").evidence().node();
      served.merge(node, 1, Integer::sum);
    }
    return served;
  }

  @Test
  void primaryIsTheLeader() {
    assertEquals(Map.of("n1", 30), servedBy(ReadPreference.PRIMARY, 30));
    assertEquals(Map.of("n1", 30), servedBy(ReadPreference.PRIMARY_PREFERRED, 30));
  }

  @Test
  void secondariesTakeTurnsLearnersIncluded() {
    assertEquals(Map.of("n2", 10, "n3", 10, "n4", 10), servedBy(ReadPreference.SECONDARY, 30));
  }

  @Test
  void nearestIsTheOneWithTheShortestRoundTrip() {
    cluster.script(
        (node, request) -> node == cluster.node(3) ? Reaction.SERVE : Reaction.delayed(30));
    var served = servedBy(ReadPreference.NEAREST, 60);
    assertTrue(served.getOrDefault("n3", 0) > 30, served::toString);
  }

  @Test
  void preferencesFallBack() {
    cluster.elect(null);
    await().until(() -> client.topology().leader().isEmpty());
    assertFalse(servedBy(ReadPreference.PRIMARY_PREFERRED, 4).isEmpty());
    var primary = kv.withPreference(ReadPreference.PRIMARY).withTimeout(Duration.ofMillis(200));
    var failed = assertThrows(UnavailableException.class, () -> primary.get("a"));
    assertEquals(Outcome.NOT_APPLIED, failed.outcome());
  }

  @Test
  void aReadThatOneNodeRefusesGoesToAnother() {
    cluster.script(
        (node, request) ->
            node == cluster.node(1) ? Reaction.error(ErrorCode.STALENESS_NOT_MET) : Reaction.SERVE);
    var read = kv.withConsistency(Consistency.bounded(Duration.ofMillis(100))).get("a");
    assertFalse(read.evidence().node().equals("n1"));
  }

  @Test
  void sessionReadsCarryTheHighestTokenSeen() {
    var put = kv.put("a", "1");
    var session = kv.withConsistency(Consistency.SESSION);
    var read = session.withPreference(ReadPreference.SECONDARY).get("a");
    assertEquals(put.write().token(), read.evidence().token());
    var sent =
        cluster.node(2).received().stream()
            .filter(request -> request.getRead().getOptions().getToken().getIndex() != 0)
            .count();
    sent +=
        cluster.node(3).received().stream()
            .filter(request -> request.getRead().getOptions().getToken().getIndex() != 0)
            .count();
    sent +=
        cluster.node(4).received().stream()
            .filter(request -> request.getRead().getOptions().getToken().getIndex() != 0)
            .count();
    assertEquals(1, sent);
  }

  @Test
  void aLostHistoryIsToldOnceAndTheSessionGoesOn() {
    var unused = kv.put("a", "1");
    cluster.script(
        (node, request) ->
            request.getRead().getOptions().hasToken()
                ? Reaction.error(ErrorCode.WRITE_LOST)
                : Reaction.SERVE);
    var session = kv.withConsistency(Consistency.SESSION);
    assertThrows(WriteLostException.class, () -> session.get("a"));
    assertTrue(session.get("a").found());
  }
}
