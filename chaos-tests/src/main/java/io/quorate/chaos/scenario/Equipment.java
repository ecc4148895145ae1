package io.quorate.chaos.scenario;

import io.quorate.chaos.cluster.Cluster;
import io.quorate.chaos.cluster.ClusterBuilder;
import io.quorate.chaos.cluster.ClusterNode;
import io.quorate.chaos.fault.LoopDisk;
import io.quorate.chaos.fault.Network;
import io.quorate.chaos.fault.WallClock;
import io.quorate.chaos.nemesis.Arena;
import io.quorate.chaos.nemesis.Means;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** What the nemeses of a run need, built before its cluster and removed after it. */
final class Equipment implements AutoCloseable {
  private static final int DISK_MEGABYTES = 160;
  private static final Path CLOCK = Path.of("target", "chaos", "clock");

  private final Optional<Network> network;
  private final Optional<WallClock> clock;
  private final boolean ownDisks;
  private final Map<ClusterNode, LoopDisk> disks = new HashMap<>();

  private Equipment(Optional<Network> network, Optional<WallClock> clock, boolean ownDisks) {
    this.network = network;
    this.clock = clock;
    this.ownDisks = ownDisks;
  }

  static Equipment of(List<Means> means) throws IOException {
    var clock =
        means.contains(Means.CLOCK)
            ? Optional.of(WallClock.compile(CLOCK))
            : Optional.<WallClock>empty();
    var network =
        means.contains(Means.NETWORK) ? Optional.of(Network.create()) : Optional.<Network>empty();
    var ownDisks = means.stream().anyMatch(each -> each.family() == Means.DISK);
    return new Equipment(network, clock, ownDisks);
  }

  void equip(ClusterBuilder builder) {
    network.ifPresent(builder::site);
    clock.ifPresent(each -> builder.environment(each::environment));
    if (ownDisks) {
      builder.beforeStart(this::mount);
    }
  }

  private void mount(Cluster cluster) {
    for (var node : cluster.nodes()) {
      var image = cluster.folder().resolve(node.name() + ".img");
      var disk = LoopDisk.mount(image, node.data(), DISK_MEGABYTES);
      disks.put(node, disk);
      cluster.onClose(disk::close);
    }
  }

  Arena arena(Cluster cluster, SplittableRandom random, Journal journal) {
    return new Arena(
        cluster, random, network, disks, clock, what -> journal.line("%s", what), new HashSet<>());
  }

  /** After a failure in the middle: a process on such a disk could not even be killed. */
  void heal() {
    disks.values().forEach(LoopDisk::speedUp);
    disks.values().forEach(LoopDisk::thaw);
    network.ifPresent(Network::heal);
  }

  @Override
  public void close() {
    network.ifPresent(Network::close);
  }
}
