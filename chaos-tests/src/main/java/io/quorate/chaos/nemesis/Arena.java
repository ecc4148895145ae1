package io.quorate.chaos.nemesis;

import io.quorate.chaos.Await;
import io.quorate.chaos.cluster.Cluster;
import io.quorate.chaos.cluster.ClusterNode;
import io.quorate.chaos.fault.LoopDisk;
import io.quorate.chaos.fault.Network;
import io.quorate.chaos.fault.WallClock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * What a nemesis strikes: the cluster, and what was built to hurt it. For one thread.
 *
 * @param journal takes what a strike has to say of itself
 * @param busy nodes that a fault has hold of; none at first
 */
public record Arena(
    Cluster cluster,
    SplittableRandom random,
    Optional<Network> network,
    Map<ClusterNode, LoopDisk> disks,
    Optional<WallClock> clock,
    Consumer<String> journal,
    Set<ClusterNode> busy) {

  /** The leader; if a fault has it already, another node. It is the caller's until released. */
  ClusterNode takeLeader() {
    var leader = cluster.leader();
    return busy.contains(leader) ? takeFollower() : taken(leader);
  }

  /** A node that does not lead, while there is one. */
  ClusterNode takeFollower() {
    var leader = cluster.leader();
    var free = cluster.nodes().stream().filter(node -> !busy.contains(node)).toList();
    var followers = free.stream().filter(node -> node != leader).toList();
    var choice = followers.isEmpty() ? free : followers;
    return taken(choice.get(random.nextInt(choice.size())));
  }

  /** Leader or not, as it happens. */
  ClusterNode takeAny() {
    return random.nextInt(cluster.nodes().size()) == 0 ? takeLeader() : takeFollower();
  }

  private ClusterNode taken(ClusterNode node) {
    busy.add(node);
    return node;
  }

  void release(ClusterNode node) {
    busy.remove(node);
  }

  /** Waits until somebody else leads. */
  void awaitOtherLeader(ClusterNode than) {
    Await.until(
        "another node than " + than + " leads",
        Cluster.SOON,
        () -> cluster.readyLeader().filter(leader -> leader != than).isPresent(),
        cluster::describe);
  }
}
