package io.quorate.chaos.nemesis;

import io.quorate.chaos.Await;
import io.quorate.chaos.cluster.Cluster;
import io.quorate.chaos.cluster.ClusterNode;
import io.quorate.chaos.fault.PartialTransfer;
import io.quorate.chaos.load.Load;
import io.quorate.chaos.nemesis.Nemesis.Mending;
import java.time.Duration;
import java.util.List;

/** What happens to a node while it is sent the whole state. */
final class Transfers {
  private static final int CUTS = 3;
  private static final int MOST_ATTEMPTS = 9;
  private static final int MOST_RECEIVING_MS = 2_000;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Takes eight seconds at the rate of a scenario, and is more than its nodes keep of the log. */
  private static final int STATE_BYTES = 16 << 20;

  private static final int VALUE_BYTES = 32 << 10;
  private static final int WRITERS = 4;

  private Transfers() {}

  static List<Nemesis> all() {
    return List.of(
        Nemesis.of("interrupted-transfer", Means.PROCESS, Toll.DATA_OF_ONE, Transfers::interrupt));
  }

  /**
   * A node that needs the whole state is killed while it is sent, again and again, at random
   * moments. How much of it was there by then is told: where nothing was cut nothing is shown.
   */
  private static Mending interrupt(Arena arena) throws Exception {
    makeNecessary(arena.cluster());
    var victim = arena.takeFollower();
    victim.kill();
    victim.wipe();
    var cuts = 0;
    var had = 0L;
    for (var attempt = 0; attempt < MOST_ATTEMPTS && cuts < CUTS; attempt++) {
      victim.start();
      awaitMore(arena.cluster(), victim, had);
      Thread.sleep(arena.random().nextInt(MOST_RECEIVING_MS));
      victim.kill();
      var has = PartialTransfer.bytes(victim);
      if (has > had) {
        cuts++;
        had = has;
        arena.journal().accept("cut the full sync of %s after %,d bytes".formatted(victim, has));
      } else {
        victim.wipe();
        had = 0;
        arena.journal().accept("met %s outside its full sync; once more".formatted(victim));
      }
    }
    if (cuts < CUTS) {
      arena.journal().accept("NOT SHOWN: full syncs were cut %d times of %d".formatted(cuts, CUTS));
    }
    return () -> {
      victim.start();
      arena.release(victim);
    };
  }

  /**
   * Writes until a node without any data cannot do with the leader's log, and its full sync takes
   * some time: a small one is over before anybody can cut it.
   */
  private static void makeNecessary(Cluster cluster) {
    try (var load = Load.start(cluster.client(), WRITERS, VALUE_BYTES)) {
      Await.until(
          "there is more state than log",
          PATIENCE,
          () ->
              load.ledger().acknowledgedCount() >= STATE_BYTES / VALUE_BYTES
                  && cluster.status(cluster.leader()).logStartIndex() > 0,
          () -> load.ledger() + "; " + cluster.describe());
    }
  }

  /** Than {@code bytes}, or all. */
  private static void awaitMore(Cluster cluster, ClusterNode node, long bytes) {
    Await.until(
        node + " receives the state, or has it",
        PATIENCE,
        () -> {
          var status = cluster.status().get(node);
          return status != null
              && (status.bytesReceived() > bytes
                  || status.fullSyncs() > 0
                  || status.appliedIndex() > 0);
        },
        cluster::describe);
  }
}
