package io.quorate.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.quorate.chaos.cluster.Cluster;
import io.quorate.client.ReadPreference;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A wiped node must not help to elect a leader that lacks what it had itself acknowledged. */
class WipedVoterIT {
  /** Several election time-outs of the preset. */
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(8);

  @Test
  void doesNotVoteAnAcknowledgedWriteAway() throws Exception {
    Cluster.named("wiped-voter").run(this::wipeOneWhileAnotherLags);
  }

  private void wipeOneWhileAnotherLags(Cluster cluster) {
    var holder = cluster.leader();
    var wiped = cluster.followers().getFirst();
    var lagging = cluster.followers().getLast();
    var oldId = cluster.status(wiped).nodeId();

    lagging.pause();
    cluster.client().kv().put("precious", "acknowledged");
    wiped.kill();
    wiped.wipe();
    holder.kill();
    wiped.start();
    lagging.resume();

    // The two that are left lack the write, or do not know that they had it: they must not lead.
    Await.during(
        "no leader without the acknowledged write",
        LONG_ENOUGH,
        () -> cluster.readyLeader().isEmpty(),
        cluster::describe);

    holder.start();
    cluster.awaitWritable(Cluster.SOON);
    cluster.awaitAllServing();
    assertNotEquals(oldId, cluster.status(wiped).nodeId());
    var kv = cluster.client().kv();
    assertEquals("acknowledged", kv.get("precious").valueString().orElse("lost"));
    assertEquals(
        "acknowledged",
        kv.withPreference(ReadPreference.SECONDARY).get("precious").valueString().orElse("lost"));
  }
}
