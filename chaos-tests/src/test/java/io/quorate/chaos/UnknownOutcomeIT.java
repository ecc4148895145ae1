package io.quorate.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.chaos.cluster.Cluster;
import io.quorate.client.OperationId;
import io.quorate.client.Outcome;
import io.quorate.client.QuorateClient;
import io.quorate.client.QuorateException;
import io.quorate.client.SessionExpiredException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A call whose fate is unknown can be settled, for ever. */
class UnknownOutcomeIT {
  private static final int ROUNDS = Scale.of(2, 10);

  /** What a frozen leader has sent by then is chance, and at times it is everything. */
  private static final int MOST_ROUNDS = ROUNDS + 10;

  private static final int WRITERS = 16;
  private static final Duration IMPATIENT = Duration.ofMillis(300);
  private static final Duration SESSION_TTL = Duration.ofSeconds(3);

  @RegisterExtension
  static final SharedCluster SHARED =
      new SharedCluster(
          Cluster.named("unknown-outcome").set("session.ttl", SESSION_TTL.toSeconds() + "s"));

  private final Cluster cluster = SHARED.get();

  @Test
  void whatIsResolvedAsNotAppliedNeverAppearsAndTheRestIsThere() throws Exception {
    var settled = new HashMap<String, Boolean>();
    for (var round = 0;
        round < ROUNDS || (round < MOST_ROUNDS && !settled.containsValue(false));
        round++) {
      settleOnce(round, settled);
    }
    cluster.awaitEqualDigests();
    var kv = cluster.client().kv();
    settled.forEach(
        (key, applied) ->
            assertEquals(applied, kv.get(key).found(), key + " resolved: " + applied));
    var applied = settled.values().stream().filter(each -> each).count();
    Report.line("%d unknown outcomes resolved, %d as applied", settled.size(), applied);
    assertTrue(settled.size() > applied, "none was resolved as not applied: the test shows little");
  }

  private void settleOnce(int round, Map<String, Boolean> settled) throws Exception {
    try (var impatient = cluster.clientBuilder().timeout(IMPATIENT).build()) {
      impatient.kv().withTimeout(Cluster.SOON).put("unknown/first", "session opened");
      var leader = cluster.leader();
      Map<String, OperationId> unknown;
      try {
        unknown = writeAgainst(impatient, round, leader::pause);
        // Some while it is still frozen, by the next leader; the others once it is back.
        resolve(unknown, unknown.size() / 2, settled);
      } finally {
        leader.resume();
      }
      resolve(unknown, unknown.size(), settled);
    }
  }

  /** Writes with many threads, strikes in the middle, and answers the writes of unknown fate. */
  private static Map<String, OperationId> writeAgainst(
      QuorateClient impatient, int round, Runnable strike) throws Exception {
    var unknown = new ConcurrentHashMap<String, OperationId>();
    try (var executor = Executors.newFixedThreadPool(WRITERS)) {
      for (var writer = 0; writer < WRITERS; writer++) {
        var prefix = "unknown/%d/%d/".formatted(round, writer);
        executor.execute(() -> writeUntilUnknown(impatient, prefix, unknown));
      }
      strike.run();
    }
    return unknown;
  }

  private static void writeUntilUnknown(
      QuorateClient impatient, String prefix, Map<String, OperationId> unknown) {
    for (var number = 0; true; number++) {
      try {
        impatient.kv().put(prefix + number, "value");
      } catch (QuorateException e) {
        if (e.outcome() == Outcome.UNKNOWN) {
          unknown.put(prefix + number, e.operationId().orElseThrow());
        }
        return;
      }
    }
  }

  private void resolve(Map<String, OperationId> unknown, int goal, Map<String, Boolean> settled) {
    for (var each : unknown.entrySet()) {
      if (settled.size() >= goal && !settled.containsKey(each.getKey())) {
        continue;
      }
      var answer = patient(() -> cluster.client().resolve(each.getValue()).applied());
      var before = settled.put(each.getKey(), answer);
      assertTrue(before == null || before == answer, each.getKey() + " was resolved otherwise");
    }
  }

  private boolean patient(Await.Question<Boolean> question) {
    return Await.value(
        "an unknown outcome is resolved",
        Cluster.SOON,
        () -> java.util.Optional.of(question.ask()),
        cluster::describe);
  }

  @Test
  void anExpiredSessionIsToldSo() {
    try (var silent = cluster.clientBuilder().build()) {
      var operation = silent.kv().put("silent", "1").write().operationId();
      // Only entries move the cluster's time, so others must write meanwhile.
      Await.until(
          "the session of a silent client expires",
          Cluster.SOON,
          () -> {
            cluster.client().kv().put("noise", "x");
            return isExpired(operation);
          },
          cluster::describe);
      assertThrows(SessionExpiredException.class, () -> silent.resolve(operation));
    }
  }

  private boolean isExpired(OperationId operation) {
    try {
      cluster.client().resolve(operation);
      return false;
    } catch (SessionExpiredException e) {
      assertEquals(Outcome.UNKNOWN, e.outcome());
      return true;
    }
  }
}
