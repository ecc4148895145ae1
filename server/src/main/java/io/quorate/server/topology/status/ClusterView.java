package io.quorate.server.topology.status;

import io.quorate.proto.v1.ClusterStatus;
import io.quorate.proto.v1.NodeStatus;
import io.quorate.server.replication.Membership;
import io.quorate.server.replication.PeerAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The members and what each said of itself, at about one time.
 *
 * @param answers peer id → its own status; silent members are absent
 */
record ClusterView(Membership membership, Map<String, NodeStatus> answers) {
  /** More committed entries than this behind is called lagging. */
  private static final long LAGGING_ENTRIES = 10_000;

  /** A node in one of these states acknowledges no entries although it answers. */
  private static final Set<String> NOT_ACKNOWLEDGING =
      Set.of("starting", "disk_full", "disk_stalled", "halted", "stopped", "unreachable");

  ClusterView {
    answers = Map.copyOf(answers);
  }

  /**
   * Whoever says that it leads in the highest term: an old leader that is cut off may say so too,
   * in a lower one.
   */
  Optional<NodeStatus> leader() {
    return answers.values().stream()
        .filter(status -> status.getRole().equals("leader"))
        .max(Comparator.comparingLong(NodeStatus::getTerm));
  }

  /** 0 for a silent one. */
  long appliedIndex(String id) {
    NodeStatus answer = answers.get(id);
    return answer == null ? 0 : answer.getAppliedIndex();
  }

  /** Peer ids of the voters that answer and can acknowledge entries. */
  Set<String> liveVoters() {
    return membership
        .allVoters()
        .filter(id -> isAcknowledging(answers.get(id)))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static boolean isAcknowledging(@Nullable NodeStatus answer) {
    return answer != null && !NOT_ACKNOWLEDGING.contains(answer.getState());
  }

  /**
   * How many more of the live voters may fail, whichever they are; -1 when there is no majority
   * already.
   */
  static int tolerance(Membership membership, Set<String> live) {
    int tolerance = spare(membership.voters(), live);
    return membership.previousVoters().isEmpty()
        ? tolerance
        : Math.min(tolerance, spare(membership.previousVoters(), live));
  }

  private static int spare(Set<String> voters, Set<String> live) {
    int quorum = voters.size() / 2 + 1;
    int spare = (int) voters.stream().filter(live::contains).count() - quorum;
    return Math.max(-1, spare);
  }

  /** Why no write could succeed; empty when one could. */
  Optional<String> obstacle() {
    Set<String> live = liveVoters();
    if (!membership.isMajority(live)) {
      String silent =
          membership
              .allVoters()
              .filter(id -> !live.contains(id))
              .map(membership::nameOf)
              .sorted()
              .collect(Collectors.joining(", "));
      return Optional.of(
          "no majority: "
              + live.size()
              + " of "
              + membership.allVoters().count()
              + " voters can be reached, not "
              + silent);
    }
    Optional<NodeStatus> leader = leader();
    if (leader.isEmpty()) {
      return Optional.of("no leader: an election is under way");
    }
    return leader.get().getLeaderReady()
        ? Optional.empty()
        : Optional.of("leader " + leader.get().getId() + " is not ready yet");
  }

  ClusterStatus.Builder toStatus() {
    Optional<String> obstacle = obstacle();
    ClusterStatus.Builder status =
        ClusterStatus.newBuilder()
            .setFailureTolerance(Math.max(0, tolerance(membership, liveVoters())))
            .setWritable(obstacle.isEmpty())
            .setReason(obstacle.orElse(""));
    answers.values().stream().mapToLong(NodeStatus::getTerm).max().ifPresent(status::setTerm);
    answers.values().stream()
        .mapToLong(NodeStatus::getCommitIndex)
        .max()
        .ifPresent(status::setCommitIndex);
    leader().ifPresent(leader -> status.setLeader(leader.getId()).setTerm(leader.getTerm()));
    return status.addAllNodes(nodes());
  }

  private List<NodeStatus> nodes() {
    List<NodeStatus> nodes = new ArrayList<>();
    for (PeerAddress peer : membership.peers()) {
      NodeStatus answer = answers.get(peer.id());
      nodes.add(answer == null ? silent(peer) : withLag(peer, answer));
    }
    nodes.sort(Comparator.comparing(NodeStatus::getId));
    return nodes;
  }

  private NodeStatus silent(PeerAddress peer) {
    return NodeStatus.newBuilder()
        .setId(peer.name())
        .setNodeId(peer.id())
        .setAddress(peer.grpc())
        .setRaft(peer.raft())
        .setHttp(peer.http())
        .setRole("none")
        .setVoter(membership.voters().contains(peer.id()))
        .setState("unreachable")
        .setReachable(false)
        .setLagMs(-1)
        .setReason("does not answer")
        .build();
  }

  /**
   * How far its state is behind what the leader says is committed, and what the leader says keeps
   * it from its place. Without a leader, behind the highest commit index that is known.
   */
  private NodeStatus withLag(PeerAddress peer, NodeStatus answer) {
    NodeStatus front =
        leader()
            .orElseGet(
                () ->
                    answers.values().stream()
                        .max(Comparator.comparingLong(NodeStatus::getCommitIndex))
                        .orElse(answer));
    long entries = Math.max(0, front.getCommitIndex() - answer.getAppliedIndex());
    long operations = Math.max(0, front.getOperations() - answer.getOperations());
    NodeStatus.Builder status =
        answer.toBuilder()
            .setReachable(true)
            .setVoter(membership.voters().contains(peer.id()))
            .setLagEntries(entries)
            .setLagOperations(operations)
            .setLagMs(lagMs(front, answer, entries));
    if (status.getReason().isEmpty()) {
      status.setReason(front.getSetbacksOrDefault(peer.id(), ""));
    }
    if (status.getState().equals("running") && entries > LAGGING_ENTRIES) {
      status.setState("lagging");
    }
    return status.build();
  }

  /**
   * Between the cluster times of the last entries applied there and here; 0 when nothing is
   * missing, -1 when one has applied none.
   */
  private static long lagMs(NodeStatus front, NodeStatus answer, long entries) {
    if (entries == 0) {
      return 0;
    }
    return front.getTimeMs() == 0 || answer.getTimeMs() == 0
        ? -1
        : Math.max(0, front.getTimeMs() - answer.getTimeMs());
  }
}
