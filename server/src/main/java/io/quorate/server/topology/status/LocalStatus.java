package io.quorate.server.topology.status;

import io.quorate.command.TermIndex;
import io.quorate.proto.v1.NodeStatus;
import io.quorate.server.replication.Leadership;
import io.quorate.server.replication.Membership;
import io.quorate.server.replication.Replica;
import io.quorate.server.replication.Replicator;
import io.quorate.server.replication.Role;
import io.quorate.server.topology.NodeProfile;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** This node's status, without asking any other. */
public final class LocalStatus implements Supplier<NodeStatus> {
  private final NodeProfile profile;
  private final Replicator replicator;
  private final Replica replica;
  private final BooleanSupplier draining;
  private final Supplier<String> exclusion;
  private final Supplier<Map<String, String>> setbacks;
  private final Consumer<NodeStatus.Builder> details;

  /**
   * {@code details} adds what only other parts know (digest, log and disk figures) and may replace
   * the state, with a reason.
   */
  public LocalStatus(
      NodeProfile profile,
      Replicator replicator,
      Replica replica,
      BooleanSupplier draining,
      Supplier<String> exclusion,
      Supplier<Map<String, String>> setbacks,
      Consumer<NodeStatus.Builder> details) {
    this.profile = profile;
    this.replicator = replicator;
    this.replica = replica;
    this.draining = draining;
    this.exclusion = exclusion;
    this.setbacks = setbacks;
    this.details = details;
  }

  @Override
  public NodeStatus get() {
    Leadership leadership = replicator.leadership();
    Membership membership = replicator.membership();
    TermIndex applied = replica.applied();
    NodeStatus.Builder status =
        NodeStatus.newBuilder()
            .setId(profile.name())
            .setNodeId(replicator.self())
            .setAddress(profile.grpc())
            .setRaft(profile.raft())
            .setHttp(profile.http())
            .setVersion(profile.version())
            .setRole(leadership.role().word())
            .setVoter(membership.voters().contains(replicator.self()))
            .setReachable(true)
            .setTerm(leadership.term())
            .setLeader(leadership.leader().isEmpty() ? "" : membership.nameOf(leadership.leader()))
            .setLeaderReady(leadership.ready())
            .setAppliedIndex(Math.max(0, applied.index()))
            .setDurableIndex(Math.max(0, replica.durable().index()))
            .setCommitIndex(Math.max(0, replicator.commitIndex()))
            .setLagMs(-1)
            .setState(state(leadership))
            .setReason(exclusion.get())
            .putAllSetbacks(setbacks.get());
    details.accept(status);
    return status.build();
  }

  private String state(Leadership leadership) {
    if (leadership.role() == Role.NONE) {
      return "starting";
    }
    if (draining.getAsBoolean()) {
      return "draining";
    }
    // Before the first entry there is nothing to serve, and nothing that could be stale.
    return leadership.role() == Role.LEARNER && replicator.commitIndex() < 0
        ? "joining"
        : "running";
  }
}
