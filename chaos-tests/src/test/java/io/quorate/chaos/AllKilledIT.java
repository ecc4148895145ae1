package io.quorate.chaos;

import io.quorate.chaos.cluster.Cluster;
import io.quorate.chaos.cluster.ClusterNode;
import io.quorate.chaos.load.Load;
import org.junit.jupiter.api.Test;

/** All nodes die at the same instant under load. */
class AllKilledIT {
  private static final int ROUNDS = Scale.of(2, 10);
  private static final int WRITERS = 8;

  @Test
  void losesNoAcknowledgedWrite() throws Exception {
    Cluster.named("all-killed")
        .run(
            cluster -> {
              try (var load = Load.start(cluster.client(), WRITERS)) {
                for (var round = 0; round < ROUNDS; round++) {
                  load.awaitAcknowledged(200);
                  cluster.nodes().parallelStream().forEach(ClusterNode::kill);
                  cluster.nodes().forEach(ClusterNode::start);
                  cluster.awaitAllServing();
                  load.awaitAcknowledged(50);
                }
                load.stop();
                Report.line("all killed %d times: %s", ROUNDS, load.ledger());
                load.verify(cluster);
              }
            });
  }
}
