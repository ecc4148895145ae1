package io.quorate.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.StatusRuntimeException;
import io.quorate.chaos.cluster.Cluster;
import io.quorate.chaos.cluster.ClusterNode;
import io.quorate.chaos.fault.Network;
import io.quorate.chaos.fault.Privileges;
import io.quorate.proto.v1.Consistency;
import io.quorate.proto.v1.Outcome;
import io.quorate.server.grpc.StatusMapper;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The leader is cut off from both others, and clients still reach it. */
class IsolatedLeaderIT {
  /** Of calls to the isolated node: short, so that a call that waits is no refusal. */
  private static final Duration CALL = Duration.ofMillis(100);

  private static final Duration ELECTION_TIMEOUT = Duration.ofSeconds(2);

  @Test
  void refusesWritesAndLinearizableReadsAndIsHonestAboutEventualOnes() throws Exception {
    Privileged.require("a leader cut off from the others", Privileges.missingForNetworks());
    try (var network = Network.create()) {
      Cluster.named("isolated-leader").site(network).run(cluster -> isolate(cluster, network));
    }
  }

  private void isolate(Cluster cluster, Network network) {
    var old = cluster.leader();
    cluster.client().kv().put("key", "before");
    assertEquals(
        "before",
        old.direct().get("key", Consistency.LINEARIZABLE, Cluster.SOON).value().orElseThrow());

    network.isolate(old, cluster.nodes());
    var cut = System.nanoTime();
    // Not even at once: a read that is answered was confirmed by a majority after it arrived.
    assertThrows(StatusRuntimeException.class, () -> read(old, Consistency.LINEARIZABLE));
    assertThrows(StatusRuntimeException.class, () -> old.direct().put("key", "lost", CALL));
    awaitRefusal(cluster, "writes", cut, () -> old.direct().put("key", "lost", CALL));
    awaitRefusal(cluster, "linearizable reads", cut, () -> read(old, Consistency.LINEARIZABLE));

    Await.until(
        old + " leads no more",
        Cluster.SOON,
        () -> !cluster.status(old).role().equals("leader"),
        cluster::describe);
    Await.until(
        "the others lead",
        Cluster.SOON,
        () -> cluster.readyLeader().filter(leader -> leader != old).isPresent(),
        cluster::describe);
    cluster.client().kv().put("key", "after");

    assertThrows(StatusRuntimeException.class, () -> read(old, Consistency.LINEARIZABLE));
    var sinceCut = (System.nanoTime() - cut) / 1_000_000;
    var stale = old.direct().get("key", Consistency.EVENTUAL, Cluster.SOON);
    Report.line("the isolated node says: %s", stale.evidence());
    assertEquals("before", stale.value().orElseThrow(), "it cannot know better");
    assertEquals("local", stale.evidence().getMethod());
    var bound = stale.evidence().getStalenessMs();
    assertTrue(
        bound == -1 || bound >= sinceCut, () -> "claims " + bound + " ms, cut " + sinceCut + " ms");
    assertNotEquals("leader", stale.evidence().getRole());

    network.heal();
    Await.until(
        "the old leader follows",
        Cluster.SOON,
        () ->
            "after"
                .equals(
                    old.direct()
                        .get("key", Consistency.LINEARIZABLE, Duration.ofSeconds(1))
                        .value()
                        .orElse("")),
        cluster::describe);
  }

  /** A refusal is an answer, that nothing was done; running into the deadline is none. */
  private static void awaitRefusal(Cluster cluster, String what, long cut, Runnable call) {
    Await.until(
        what + " are refused",
        ELECTION_TIMEOUT.minusNanos(System.nanoTime() - cut),
        () -> {
          var error =
              StatusMapper.fromStatus(assertThrows(StatusRuntimeException.class, call::run))
                  .error();
          return error.getOutcome() == Outcome.NOT_APPLIED;
        },
        cluster::describe);
    Report.line(
        "%s were refused %d ms after the cut, election time-out %d ms",
        what, (System.nanoTime() - cut) / 1_000_000, ELECTION_TIMEOUT.toMillis());
  }

  private static String read(ClusterNode node, Consistency consistency) {
    return node.direct().get("key", consistency, CALL).value().orElse("");
  }
}
