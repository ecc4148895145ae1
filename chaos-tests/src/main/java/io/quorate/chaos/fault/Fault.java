package io.quorate.chaos.fault;

import io.quorate.chaos.Await;
import io.quorate.chaos.Report;
import io.quorate.chaos.cluster.Cluster;
import io.quorate.chaos.cluster.ClusterNode;
import io.quorate.client.QuorateException;
import java.time.Duration;

/** Something that goes wrong with a cluster, and is well again when the call returns. */
@FunctionalInterface
public interface Fault {
  void strikeAndMend(Cluster cluster) throws Exception;

  /** The leader dies and comes back once another leads. */
  static Fault killedLeader() {
    return cluster -> {
      var victim = cluster.leader();
      victim.kill();
      awaitOtherLeader(cluster, victim);
      victim.start();
      cluster.awaitAllServing();
    };
  }

  /** The leader freezes for {@code period}, and goes on as if nothing had been. */
  static Fault pausedLeader(Duration period) {
    return cluster -> {
      var victim = cluster.leader();
      victim.pause();
      try {
        Thread.sleep(period.toMillis());
      } finally {
        victim.resume();
      }
    };
  }

  /** The leader hands over to whoever is best placed, or at least tries. */
  static Fault stepDown() {
    return cluster -> {
      try {
        cluster.client().admin().stepDown();
      } catch (QuorateException otherwise) {
        Report.line("step-down: %s", String.valueOf(otherwise.getMessage()));
      }
    };
  }

  private static void awaitOtherLeader(Cluster cluster, ClusterNode victim) {
    Await.until(
        "another node than " + victim + " leads",
        Cluster.SOON,
        () -> cluster.readyLeader().filter(leader -> leader != victim).isPresent(),
        cluster::describe);
  }
}
