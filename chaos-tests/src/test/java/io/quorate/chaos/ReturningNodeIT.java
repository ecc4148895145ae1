package io.quorate.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.chaos.cluster.Cluster;
import io.quorate.chaos.cluster.ClusterNode;
import io.quorate.chaos.load.Load;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A follower was away, and comes back by the cheapest way that is safe. */
class ReturningNodeIT {
  private static final int VALUE_BYTES = 32 << 10;

  @RegisterExtension
  static final SharedCluster SHARED =
      new SharedCluster(
          Cluster.named("returning-node")
              .set("raft.log_segment_size", "4MiB")
              .set("raft.log_keep_bytes", "8MiB")
              .set("state.flush_bytes", "1MiB"));

  private final Cluster cluster = SHARED.get();

  @Test
  void onceWipedWhileIdleItIsANewPeerAndVotesAgainByItself() {
    var node = cluster.followers().getFirst();
    var oldId = cluster.status(node).nodeId();
    cluster.client().kv().put("before/wipe", "kept");
    node.kill();
    node.wipe();
    node.start();
    cluster.awaitAllServing();
    assertNotEquals(oldId, cluster.status(node).nodeId(), "a wiped node must not keep its id");
    cluster.awaitEqualDigests();
  }

  @Test
  void onceDownBrieflyItNeedsTheLogOnly() {
    var node = cluster.followers().getFirst();
    node.kill();
    try (var load = Load.start(cluster.client(), 2)) {
      load.awaitAcknowledged(100);
    }
    node.start();
    cluster.awaitEqualDigests();
    assertEquals(0, cluster.status(node).fullSyncs());
    assertTrue(cluster.status(node).logBytesReceived() > 0, "it received log");
  }

  @Test
  void onceDownBeyondTheKeptLogItFetchesTheState() {
    var node = cluster.followers().getLast();
    var before = cluster.status(node);
    node.kill();
    writeUntilPurged(before.appliedIndex());
    node.start();
    cluster.awaitEqualDigests();
    var after = cluster.status(node);
    assertEquals(before.nodeId(), after.nodeId(), "it had its votes and log: the same peer");
    assertTrue(after.fullSyncs() > 0, () -> "no full sync: " + after);
    assertTrue(after.bytesReceived() > 0, () -> "no bytes: " + after);
    Report.line("full sync of %d bytes", after.bytesReceived());
  }

  private void writeUntilPurged(long index) {
    var up = cluster.nodes().stream().filter(ClusterNode::isUp).toList();
    try (var load = Load.start(cluster.client(), 4, VALUE_BYTES)) {
      Await.until(
          "the log before " + index + " is gone everywhere",
          Cluster.SOON,
          () -> up.stream().allMatch(each -> cluster.status(each).logStartIndex() > index + 1),
          () -> load.ledger() + "; " + cluster.describe());
    }
  }
}
