package io.quorate.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.chaos.cluster.Cluster;
import io.quorate.chaos.cluster.ClusterNode;
import io.quorate.chaos.fault.LoopDisk;
import io.quorate.chaos.fault.Privileges;
import io.quorate.chaos.load.FirstWrite;
import io.quorate.chaos.load.Load;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A node's disk hangs: no write or fsync returns, and the process lives on. */
class StalledDiskIT {
  private static final int MEGABYTES = 256;

  /** The promise is 3 s; the rest is for a machine that is busy with other things. */
  private static final Duration BOUND = Duration.ofSeconds(Scale.of(15, 3));

  private final Map<ClusterNode, LoopDisk> disks = new HashMap<>();

  @Test
  void anotherNodeLeadsAndTheStalledOneIsBackWithoutARestart() throws Exception {
    Privileged.require("a hanging disk", Privileges.missingForDisks());
    Cluster.named("stalled-disk")
        .preset("lan")
        .set("disk.min_free_bytes", "16MiB")
        .beforeStart(this::mount)
        .run(
            cluster -> {
              stallTheLeader(cluster, "hangs", node -> disk(node).freeze(), LoopDisk::thaw);
              stallAFollower(cluster);
            });
  }

  @Test
  void oneThatHardlyTakesAnythingIsAsBad() throws Exception {
    Privileged.require("a slow disk", Privileges.missingForSlowDisks());
    Cluster.named("slow-disk")
        .preset("lan")
        .set("disk.min_free_bytes", "16MiB")
        .beforeStart(this::mount)
        .run(
            cluster ->
                stallTheLeader(
                    cluster,
                    "takes a byte a second",
                    node -> disk(node).slowDown(node.pid(), 1),
                    LoopDisk::speedUp));
  }

  private void mount(Cluster cluster) {
    for (var node : cluster.nodes()) {
      var disk = LoopDisk.mount(node.data().resolveSibling("disk.img"), node.data(), MEGABYTES);
      disks.put(node, disk);
      cluster.onClose(disk::close);
    }
  }

  private LoopDisk disk(ClusterNode node) {
    return Objects.requireNonNull(disks.get(node));
  }

  private void stallTheLeader(
      Cluster cluster, String how, Consumer<ClusterNode> stall, Consumer<LoopDisk> mend) {
    try (var load = Load.start(cluster.client(), 4)) {
      load.awaitAcknowledged(50);
      var stalled = cluster.leader();
      var pid = stalled.pid();
      var start = System.nanoTime();
      try {
        stall.accept(stalled);
        var gap = FirstWrite.after(start, cluster.client(), BOUND);
        Report.line(
            "the disk of the leader %s: first acknowledged write after %d ms", how, gap.toMillis());
        assertTrue(gap.compareTo(BOUND) < 0);
        var leader = cluster.leader();
        assertNotEquals(stalled, leader);
        awaitState(cluster, stalled, "disk_stalled");
        Report.line("%s: %s", stalled, cluster.status(stalled).reason());
        load.awaitAcknowledged(100);
      } finally {
        mend.accept(disk(stalled)); // or it could not even be killed
      }

      cluster.awaitAllServing();
      assertEquals(pid, stalled.pid(), "it is back without a restart");
      load.awaitAcknowledged(50);
      load.stop();
      load.verify(cluster);
    }
  }

  private void stallAFollower(Cluster cluster) {
    try (var load = Load.start(cluster.client(), 4)) {
      load.awaitAcknowledged(50);
      var leader = cluster.leader();
      var term = cluster.status(leader).term();
      var stalled = cluster.followers().getFirst();
      disk(stalled).freeze();
      awaitState(cluster, stalled, "disk_stalled");
      load.awaitAcknowledged(200);
      disk(stalled).thaw();
      cluster.awaitAllServing();
      load.awaitAcknowledged(50);
      assertEquals(leader, cluster.leader(), "the leader is the same");
      assertEquals(term, cluster.status(leader).term(), "in the same term");
      load.stop();
      load.verify(cluster);
    }
  }

  private static void awaitState(Cluster cluster, ClusterNode node, String state) {
    Await.until(
        node + " says that it is " + state,
        Cluster.SOON,
        () -> cluster.status(node).state().equals(state),
        cluster::describe);
  }
}
