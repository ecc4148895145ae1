package io.quorate.server.topology.status;

import io.quorate.proto.v1.ClusterStatus;
import io.quorate.proto.v1.NodeStatus;
import io.quorate.proto.v1.OkToStopReply;
import io.quorate.server.error.Deadline;
import io.quorate.server.error.RequestException;
import io.quorate.server.replication.Membership;
import io.quorate.server.replication.PeerAddress;
import io.quorate.server.replication.Replicator;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Puts the cluster's status together from what every member says of itself. Never blocks. */
public final class StatusService {
  /** A member that takes longer is called unreachable; the caller may allow less. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final String cluster;
  private final Replicator replicator;
  private final Supplier<NodeStatus> local;
  private final StatusProbe probe;

  public StatusService(
      String cluster, Replicator replicator, Supplier<NodeStatus> local, StatusProbe probe) {
    this.cluster = cluster;
    this.replicator = replicator;
    this.local = local;
    this.probe = probe;
  }

  public NodeStatus local() {
    return local.get();
  }

  public CompletableFuture<ClusterStatus> cluster(Deadline deadline) {
    return view(deadline)
        .thenApply(
            view ->
                view.toStatus()
                    .setCluster(cluster)
                    .setMode("consensus")
                    .setEpoch(1)
                    .setGroupId(replicator.groupId())
                    .build());
  }

  /** Fails with NOT_FOUND when there is no such member. */
  public CompletableFuture<OkToStopReply> okToStop(String node, Deadline deadline) {
    return view(deadline)
        .thenApply(
            view -> {
              PeerAddress peer =
                  view.membership()
                      .find(node)
                      .orElseThrow(
                          () -> RequestException.notFound("no node " + node + " in this cluster"));
              return OkToStop.judge(view, peer);
            });
  }

  private CompletableFuture<ClusterView> view(Deadline deadline) {
    Membership membership = replicator.membership();
    Duration patience =
        Stream.of(PATIENCE, deadline.remaining().dividedBy(2)).min(Duration::compareTo).get();
    Map<String, CompletableFuture<Optional<NodeStatus>>> pending = new HashMap<>();
    for (PeerAddress peer : membership.peers()) {
      CompletableFuture<NodeStatus> answer =
          peer.id().equals(replicator.self())
              ? CompletableFuture.completedFuture(local.get())
              : probe.ask(peer.id(), patience);
      pending.put(
          peer.id(), answer.thenApply(Optional::of).exceptionally(silent -> Optional.empty()));
    }
    return CompletableFuture.allOf(pending.values().toArray(CompletableFuture<?>[]::new))
        .thenApply(
            all -> {
              Map<String, NodeStatus> answers = new HashMap<>();
              pending.forEach(
                  (id, answer) -> answer.join().ifPresent(status -> answers.put(id, status)));
              return new ClusterView(membership, answers);
            });
  }
}
