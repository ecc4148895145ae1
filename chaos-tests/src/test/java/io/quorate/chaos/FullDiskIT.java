package io.quorate.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quorate.chaos.cluster.Cluster;
import io.quorate.chaos.cluster.ClusterNode;
import io.quorate.chaos.fault.Privileges;
import io.quorate.chaos.fault.SmallDisk;
import io.quorate.chaos.load.Load;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The leader's disk fills up, and is freed later. */
class FullDiskIT {
  private static final int MEGABYTES = 160;

  @Test
  void anotherNodeLeadsOnAndTheFullOneRecoversWithoutARestart() throws Exception {
    Privileged.require("a full disk", Privileges.missingForMounts());
    var disks = new HashMap<ClusterNode, SmallDisk>();
    Cluster.named("full-disk")
        .set("disk.ballast_bytes", "4MiB")
        .beforeStart(cluster -> mount(cluster, disks))
        .allowErrors("space left", "could not be applied", "StateMachineUpdater", "RaftLog")
        .run(cluster -> fillAndFree(cluster, disks));
  }

  private static void mount(Cluster cluster, Map<ClusterNode, SmallDisk> disks) {
    for (var node : cluster.nodes()) {
      var disk = SmallDisk.mount(node.data(), MEGABYTES);
      disks.put(node, disk);
      cluster.onClose(disk::close);
    }
  }

  private void fillAndFree(Cluster cluster, Map<ClusterNode, SmallDisk> disks) throws Exception {
    try (var load = Load.start(cluster.client(), 2)) {
      load.awaitAcknowledged(50);
      var full = cluster.leader();
      var pid = full.pid();
      var disk = Objects.requireNonNull(disks.get(full));
      disk.fill();
      Await.until(
          "another node than " + full + " leads",
          Cluster.SOON,
          () -> cluster.readyLeader().filter(leader -> leader != full).isPresent(),
          cluster::describe);
      load.awaitAcknowledged(200);
      Await.until(
          full + " says that its disk is full",
          Cluster.SOON,
          () -> cluster.status(full).state().equals("disk_full"),
          cluster::describe);
      Report.line("%s: %s", full, cluster.status(full).reason());
      disk.free();
      cluster.awaitAllServing();
      load.awaitAcknowledged(50);
      load.stop();
      load.verify(cluster);
      assertEquals(pid, full.pid(), "it recovered without a restart");
    }
  }
}
