package io.quorate.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.chaos.cluster.Cluster;
import io.quorate.chaos.cluster.ClusterNode;
import io.quorate.chaos.fault.Network;
import io.quorate.chaos.fault.Privileges;
import io.quorate.chaos.load.Load;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * To others the leader's process looks gone, because a firewall refuses them at its peer link, and
 * it lives and leads.
 */
class FalseAlarmIT {
  private static final Duration LASTS = Duration.ofSeconds(7);

  /**
   * Three nodes may each be taken for gone once in three seconds by the same run of their
   * processes; each such start, and each that loses to a leader with a longer log, takes a term.
   */
  private static final long MOST_TERMS = 12;

  @Test
  void oneFollowersStartsNothingAndThatOfAllLosesNothing() throws Exception {
    Privileged.require("a firewall that refuses", Privileges.missingForNetworks());
    try (var network = Network.create()) {
      Cluster.named("false-alarm")
          .preset("lan")
          .site(network)
          .run(
              cluster -> {
                oneIsRefused(cluster, network);
                allAreRefused(cluster, network);
              });
    }
  }

  private static void oneIsRefused(Cluster cluster, Network network) {
    var leader = cluster.leader();
    var refused = cluster.followers().getFirst();
    var term = cluster.status(leader).term();
    try (var load = Load.start(cluster.client(), 4)) {
      load.awaitAcknowledged(50);
      network.refuse(refused, leader, leader.linkPort());
      Await.during(
          leader + " leads in term " + term,
          LASTS,
          () -> cluster.status(leader).term() == term,
          cluster::describe);
      assertEquals(leader, cluster.leader());
      load.awaitAcknowledged(50);
      load.stop();
      load.verify(cluster);
    } finally {
      network.heal();
    }
  }

  private static void allAreRefused(Cluster cluster, Network network) {
    var leader = cluster.leader();
    var term = cluster.status(leader).term();
    try (var load = Load.start(cluster.client(), 4)) {
      load.awaitAcknowledged(50);
      refuseEverywhere(cluster.nodes(), network);
      Await.until(
          "an election is started by mistake",
          Cluster.SOON,
          () -> cluster.status(cluster.leader()).term() > term,
          cluster::describe);
      var end = System.nanoTime() + LASTS.toNanos();
      while (System.nanoTime() < end) {
        load.awaitAcknowledged(20);
      }
      var terms = cluster.status(cluster.leader()).term() - term;
      Report.line("all are refused for %d s: %d terms", LASTS.toSeconds(), terms);
      assertTrue(terms <= MOST_TERMS, () -> terms + " terms");
      network.heal();
      load.awaitAcknowledged(50);
      load.stop();
      load.verify(cluster);
    } finally {
      network.heal();
    }
  }

  private static void refuseEverywhere(List<ClusterNode> nodes, Network network) {
    for (var from : nodes) {
      for (var to : nodes) {
        if (from != to) {
          network.refuse(from, to, to.linkPort());
        }
      }
    }
  }
}
