package io.quorate.cli.drill;

import io.quorate.cli.local.LocalCluster;
import io.quorate.client.Admin;
import io.quorate.client.ClusterStatus;
import io.quorate.client.NodeStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * What a drill finds, from which its faults are chosen.
 *
 * @param host the processes, where they are on this machine
 * @param ours files that the drill writes
 */
record Surroundings(
    ClusterStatus status,
    Admin admin,
    Optional<LocalCluster> host,
    List<Path> ours,
    Random random) {

  String leader() {
    return status.leader();
  }

  /** Voters that do not lead, in random order. */
  List<String> followers() {
    var followers = new ArrayList<String>();
    for (var node : status.nodes()) {
      if (node.voter() && !node.id().equals(status.leader())) followers.add(node.id());
    }
    Collections.sort(followers);
    Collections.shuffle(followers, random);
    return followers;
  }

  String anyFollower() {
    return followers().getFirst();
  }

  LocalCluster local() {
    return host.orElseThrow(() -> new IllegalStateException("refused before"));
  }

  static List<String> voters(ClusterStatus status) {
    return status.nodes().stream().filter(NodeStatus::voter).map(NodeStatus::id).sorted().toList();
  }
}
