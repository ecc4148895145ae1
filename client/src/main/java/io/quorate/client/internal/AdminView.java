package io.quorate.client.internal;

import io.grpc.MethodDescriptor;
import io.quorate.client.Admin;
import io.quorate.client.ClusterStatus;
import io.quorate.client.Election;
import io.quorate.client.LeaderChange;
import io.quorate.client.MembershipChange;
import io.quorate.client.NodeStatus;
import io.quorate.client.StopAdvice;
import io.quorate.proto.v1.AddNodeRequest;
import io.quorate.proto.v1.ClusterGrpc;
import io.quorate.proto.v1.ElectionsRequest;
import io.quorate.proto.v1.MembershipReply;
import io.quorate.proto.v1.NodeRequest;
import io.quorate.proto.v1.StatusRequest;
import io.quorate.proto.v1.StepDownRequest;
import io.quorate.proto.v1.TransferRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** {@link Admin} over the Cluster service. */
record AdminView(Unary unary, Duration timeout, String clientName) implements Admin {

  @Override
  public Admin withTimeout(Duration bound) {
    return new AdminView(unary, bound, clientName);
  }

  @Override
  public ClusterStatus status() {
    var request = StatusRequest.newBuilder().setTimeoutMs(ms(timeout)).build();
    return DecodeStatus.cluster(unary.ask(ClusterGrpc.getStatusMethod(), request, timeout));
  }

  @Override
  public NodeStatus localStatus(String endpoint) {
    var request = StatusRequest.newBuilder().setTimeoutMs(ms(timeout)).build();
    return DecodeStatus.node(
        unary.askOf(endpoint, ClusterGrpc.getLocalStatusMethod(), request, timeout));
  }

  @Override
  public LeaderChange transferLeadership(String node, Duration bound) {
    var request =
        TransferRequest.newBuilder()
            .setTarget(node)
            .setTimeoutMs(ms(bound))
            .setBy(clientName)
            .setTrigger("transfer")
            .build();
    return change(unary.send(ClusterGrpc.getTransferLeadershipMethod(), request, bound));
  }

  @Override
  public LeaderChange stepDown() {
    var request =
        StepDownRequest.newBuilder()
            .setTimeoutMs(ms(timeout))
            .setBy(clientName)
            .setTrigger("step-down")
            .build();
    return change(unary.send(ClusterGrpc.getStepDownMethod(), request, timeout));
  }

  private static LeaderChange change(io.quorate.proto.v1.LeaderChange reply) {
    return new LeaderChange(
        reply.getLeader(),
        reply.getPrevious(),
        reply.getTerm(),
        Duration.ofMillis(reply.getTookMs()));
  }

  @Override
  public List<Election> elections(int limit) {
    var request = ElectionsRequest.newBuilder().setLimit(limit).build();
    return unary.ask(ClusterGrpc.getElectionsMethod(), request, timeout).getElectionsList().stream()
        .map(
            election ->
                new Election(
                    Instant.ofEpochMilli(election.getTimeMs()),
                    election.getTerm(),
                    election.getFrom(),
                    election.getTo(),
                    election.getTrigger(),
                    election.getCause(),
                    election.getDetectedMs(),
                    election.getElectedMs(),
                    election.getUnavailableMs(),
                    election.getKind(),
                    election.getVotes(),
                    election.getInheritedEntries(),
                    election.getUnknownEntries(),
                    election.getReported()))
        .toList();
  }

  @Override
  public MembershipChange addNode(String address, String as) {
    var request =
        AddNodeRequest.newBuilder().setAddress(address).setAs(as).setTimeoutMs(ms(timeout)).build();
    return membership(unary.send(ClusterGrpc.getAddNodeMethod(), request, timeout));
  }

  @Override
  public MembershipChange removeNode(String node) {
    return removeNode(node, false);
  }

  @Override
  public MembershipChange removeNode(String node, boolean force) {
    return node(ClusterGrpc.getRemoveNodeMethod(), request(node).setForce(force));
  }

  @Override
  public MembershipChange promoteNode(String node) {
    return node(ClusterGrpc.getPromoteNodeMethod(), request(node));
  }

  @Override
  public MembershipChange demoteNode(String node) {
    return node(ClusterGrpc.getDemoteNodeMethod(), request(node));
  }

  @Override
  public MembershipChange drainNode(String node, boolean undo) {
    return node(ClusterGrpc.getDrainNodeMethod(), request(node).setUndo(undo));
  }

  @Override
  public StopAdvice okToStop(String node) {
    var reply = unary.ask(ClusterGrpc.getOkToStopMethod(), request(node).build(), timeout);
    return new StopAdvice(
        reply.getOk(),
        reply.getReason(),
        reply.getConsequencesList(),
        reply.getFailureToleranceAfter());
  }

  private MembershipChange node(
      MethodDescriptor<NodeRequest, MembershipReply> method, NodeRequest.Builder request) {
    return membership(unary.send(method, request.build(), timeout));
  }

  private NodeRequest.Builder request(String node) {
    return NodeRequest.newBuilder().setNode(node).setTimeoutMs(ms(timeout));
  }

  private static MembershipChange membership(MembershipReply reply) {
    return new MembershipChange(
        reply.getNode(),
        reply.getVotersList(),
        reply.getLearnersList(),
        Duration.ofMillis(reply.getTookMs()),
        reply.getMessage());
  }

  /**
   * A little less than the caller has, so that the server's answer arrives before the caller's own
   * time-out.
   */
  private static int ms(Duration bound) {
    var millis = Math.min(Integer.MAX_VALUE, bound.toMillis());
    return (int) Math.max(1, millis - Math.min(100, millis / 10));
  }
}
