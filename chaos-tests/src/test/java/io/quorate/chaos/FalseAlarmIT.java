package io.quorate.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.chaos.cluster.Cluster;
import io.quorate.chaos.fault.Network;
import io.quorate.chaos.fault.Privileges;
import io.quorate.chaos.load.Load;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * To others the leader's process looks gone, because a firewall refuses them at its peer link, and
 * it lives and leads.
 */
class FalseAlarmIT {
  private static final Duration LASTS = Duration.ofSeconds(7);

  /**
   * The same process may be taken for gone once in three seconds; each such start, and each that
   * loses to the leader's longer log, takes a term.
   */
  private static final int MOST_TERMS = 6;

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
      // Not between the followers: they must be able to tell each other, or nothing is started.
      for (var follower : cluster.followers()) {
        network.refuse(follower, leader, leader.linkPort());
      }
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
      for (var election : cluster.client().admin().elections(MOST_TERMS + 1)) {
        assertFalse(
            election.reported() && election.kind().equals("process_gone"),
            () -> "the process that reported lives: " + election.cause());
      }
    } finally {
      network.heal();
    }
  }
}
