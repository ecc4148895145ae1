package io.quorate.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.chaos.cluster.Cluster;
import io.quorate.chaos.fault.Fault;
import io.quorate.chaos.fault.Recurring;
import io.quorate.chaos.load.Increments;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every increment counts once, whatever happens to the leader meanwhile. */
class ExactlyOnceIT {
  private static final int COUNT = Scale.of(400, 10_000);
  private static final int THREADS = 8;
  private static final Duration BETWEEN_KILLS = Duration.ofSeconds(1);

  @RegisterExtension
  static final SharedCluster SHARED =
      new SharedCluster(Cluster.named("exactly-once").preset("lan"));

  private final Cluster cluster = SHARED.get();

  @Test
  void incrementsByCompareAndSetCountOnce() throws Exception {
    countUnderKills(Increments.byCompareAndSet(cluster.client(), "counter/cas", COUNT));
  }

  @Test
  void incrementsByTransactionCountOnce() throws Exception {
    countUnderKills(Increments.byTransaction(cluster.client(), "counter/transaction", COUNT));
  }

  private void countUnderKills(Increments increments) throws Exception {
    var kills = Recurring.start(cluster, BETWEEN_KILLS, Fault.killedLeader());
    try (kills) {
      increments.run(THREADS);
    }
    Report.line("%d increments under %d kills of the leader", COUNT, kills.strikes());
    assertEquals(COUNT, increments.value());
    assertTrue(kills.strikes() > 0, "no leader was killed meanwhile: the test shows nothing");
  }
}
