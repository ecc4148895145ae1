package io.quorate.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quorate.chaos.cluster.Cluster;
import io.quorate.chaos.load.Load;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** Every node is stopped in turn, politely, under load: what an upgrade does. */
class RollingStopIT {
  private static final int WRITERS = 4;

  @Test
  void failsNoCall() throws Exception {
    Cluster.named("rolling-stop").preset("lan").run(this::stopEach);
  }

  private void stopEach(Cluster cluster) throws Exception {
    var gaps = new ArrayList<Long>();
    try (var load = Load.start(cluster.client(), WRITERS)) {
      load.awaitAcknowledged(100);
      for (var node : cluster.nodes().reversed()) {
        var leads = cluster.leader() == node;
        load.silence().longest();
        node.terminate();
        load.awaitAcknowledged(20);
        gaps.add(load.silence().longest().toMillis());
        Report.line("stopped %s (leader: %s): %d ms without a write", node, leads, gaps.getLast());
        node.start();
        cluster.awaitAllServing();
        load.awaitAcknowledged(20);
      }
      load.stop();
      Report.line("rolling stop: %s, gaps %s ms", load.ledger(), gaps);
      assertEquals(0, load.ledger().unknownCount() + load.ledger().refusedCount(), "failed calls");
      load.verify(cluster);
    }
  }
}
