package io.quorate.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.chaos.cluster.Cluster;
import io.quorate.client.Kv;
import io.quorate.client.OperationId;
import io.quorate.client.Outcome;
import io.quorate.client.QuorateClient;
import io.quorate.client.QuorateException;
import io.quorate.client.SessionExpiredException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A call whose fate is unknown can be settled, for ever. */
class UnknownOutcomeIT {
  private static final int ROUNDS = Scale.of(2, 10);
  private static final int WRITERS = 16;
  private static final Duration IMPATIENT = Duration.ofMillis(300);

  /** Below the shortest election time-out: over before anybody else can lead. */
  private static final Duration TOO_SHORT = Duration.ofMillis(100);

  private static final Duration SESSION_TTL = Duration.ofSeconds(3);

  @RegisterExtension
  static final SharedCluster SHARED =
      new SharedCluster(
          Cluster.named("unknown-outcome").set("session.ttl", SESSION_TTL.toSeconds() + "s"));

  private final Cluster cluster = SHARED.get();

  @Test
  void whatIsResolvedAsNotAppliedNeverAppearsAndTheRestIsThere() throws Exception {
    var settled = new HashMap<String, Boolean>();
    for (var round = 0; round < ROUNDS; round++) {
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
      List<Unknown> unknown;
      try {
        unknown = writeAgainst(impatient, round, leader::pause);
        // Half while it is still frozen, by the next leader; the others once it is back.
        resolve(unknown.subList(0, unknown.size() / 2), settled);
      } finally {
        leader.resume();
      }
      resolve(unknown, settled);
    }
  }

  /**
   * Writes with many threads and strikes in the middle. What was on its way then may have been
   * applied; what is written to the frozen leader afterwards waits in its socket until it is back.
   */
  private static List<Unknown> writeAgainst(QuorateClient impatient, int round, Runnable strike)
      throws Exception {
    var before = new ConcurrentLinkedQueue<Unknown>();
    var after = new ConcurrentLinkedQueue<Unknown>();
    try (var executor = Executors.newFixedThreadPool(2 * WRITERS)) {
      for (var writer = 0; writer < WRITERS; writer++) {
        var prefix = "unknown/%d/%d/".formatted(round, writer);
        executor.execute(() -> writeUntilUnknown(impatient.kv(), prefix, before));
      }
      strike.run();
      for (var writer = 0; writer < WRITERS; writer++) {
        var prefix = "unknown/%d/%d/late/".formatted(round, writer);
        executor.execute(
            () -> writeUntilUnknown(impatient.kv().withTimeout(TOO_SHORT), prefix, after));
      }
    }
    // In turns, so that each half has some of both.
    var all = new ArrayList<Unknown>();
    while (!before.isEmpty() || !after.isEmpty()) {
      Stream.of(before, after).map(Queue::poll).filter(Objects::nonNull).forEach(all::add);
    }
    return all;
  }

  private static void writeUntilUnknown(Kv kv, String prefix, Collection<Unknown> unknown) {
    for (var number = 0; true; number++) {
      try {
        kv.put(prefix + number, "value");
      } catch (QuorateException e) {
        if (e.outcome() == Outcome.UNKNOWN) {
          unknown.add(new Unknown(prefix + number, e.operationId().orElseThrow()));
        }
        return;
      }
    }
  }

  private void resolve(List<Unknown> unknown, Map<String, Boolean> settled) {
    for (var each : unknown) {
      var answer = patient(() -> cluster.client().resolve(each.operation()).applied());
      var before = settled.put(each.key(), answer);
      assertTrue(before == null || before == answer, each.key() + " was resolved otherwise");
    }
  }

  private record Unknown(String key, OperationId operation) {}

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
