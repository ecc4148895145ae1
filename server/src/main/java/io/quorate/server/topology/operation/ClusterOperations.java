package io.quorate.server.topology.operation;

import io.quorate.proto.v1.AddNodeRequest;
import io.quorate.proto.v1.ClusterStatus;
import io.quorate.proto.v1.ElectionList;
import io.quorate.proto.v1.ElectionsRequest;
import io.quorate.proto.v1.LeaderChange;
import io.quorate.proto.v1.MembershipReply;
import io.quorate.proto.v1.NodeRequest;
import io.quorate.proto.v1.NodeStatus;
import io.quorate.proto.v1.OkToStopReply;
import io.quorate.proto.v1.StatusRequest;
import io.quorate.proto.v1.StepDownRequest;
import io.quorate.proto.v1.TransferRequest;
import io.quorate.server.error.Deadline;
import io.quorate.server.error.RequestException;
import io.quorate.server.grpc.ClusterCalls;
import io.quorate.server.replication.Leadership;
import io.quorate.server.replication.Membership;
import io.quorate.server.replication.PeerAddress;
import io.quorate.server.replication.Replicator;
import io.quorate.server.topology.RemoteCluster;
import io.quorate.server.topology.Waiting;
import io.quorate.server.topology.leadership.Drain;
import io.quorate.server.topology.leadership.ElectionRecorder;
import io.quorate.server.topology.leadership.Handover;
import io.quorate.server.topology.membership.MembershipCalls;
import io.quorate.server.topology.status.StatusService;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Every call of cluster.proto, on any node. Blocks: called on virtual threads. */
public final class ClusterOperations implements ClusterCalls {
  private final Replicator replicator;
  private final StatusService status;
  private final ElectionRecorder elections;
  private final Handover handover;
  private final Drain drain;
  private final MembershipCalls members;
  private final RemoteCluster remote;
  private final Forwarding forwarding;

  public ClusterOperations(
      Replicator replicator,
      StatusService status,
      ElectionRecorder elections,
      Handover handover,
      Drain drain,
      MembershipCalls members,
      RemoteCluster remote) {
    this.replicator = replicator;
    this.status = status;
    this.elections = elections;
    this.handover = handover;
    this.drain = drain;
    this.members = members;
    this.remote = remote;
    this.forwarding = new Forwarding(replicator);
  }

  @Override
  public CompletableFuture<ClusterStatus> status(StatusRequest request) {
    return status.cluster(Deadline.ofRequest(request.getTimeoutMs()));
  }

  @Override
  public CompletableFuture<NodeStatus> localStatus(StatusRequest request) {
    return done(status.local());
  }

  @Override
  public CompletableFuture<ElectionList> elections(ElectionsRequest request) {
    return done(elections.elections(request.getLimit()));
  }

  @Override
  public CompletableFuture<OkToStopReply> okToStop(NodeRequest request) {
    return status.okToStop(request.getNode(), Deadline.ofRequest(request.getTimeoutMs()));
  }

  @Override
  public CompletableFuture<LeaderChange> transferLeadership(TransferRequest request) {
    Deadline deadline = Deadline.ofRequest(request.getTimeoutMs());
    TransferRequest marked = request.toBuilder().setForwarded(true).build();
    return done(
        forwarding.onLeader(
            request.getForwarded(),
            deadline,
            () -> transfer(request, deadline),
            address -> remote.transferLeadership(address, marked, deadline)));
  }

  private LeaderChange transfer(TransferRequest request, Deadline deadline) {
    PeerAddress target = find(request.getTarget());
    if (!isSelf(target)) {
      return handover.to(
          target, orElse(request.getTrigger(), "transfer"), request.getBy(), deadline);
    }
    Leadership leadership = replicator.leadership();
    return LeaderChange.newBuilder()
        .setLeader(target.name())
        .setPrevious(target.name())
        .setTerm(leadership.term())
        .build();
  }

  @Override
  public CompletableFuture<LeaderChange> stepDown(StepDownRequest request) {
    Deadline deadline = Deadline.ofRequest(request.getTimeoutMs());
    StepDownRequest marked = request.toBuilder().setForwarded(true).build();
    return done(
        forwarding.onLeader(
            request.getForwarded(),
            deadline,
            () ->
                handover.stepDown(
                    orElse(request.getTrigger(), "step_down"), request.getBy(), deadline),
            address -> remote.stepDown(address, marked, deadline)));
  }

  @Override
  public CompletableFuture<MembershipReply> addNode(AddNodeRequest request) {
    String as = orElse(request.getAs(), "voter");
    if (!as.equals("voter") && !as.equals("learner")) {
      throw RequestException.invalid("a node can be added as voter or learner; found " + as);
    }
    Deadline deadline = Deadline.ofRequest(request.getTimeoutMs());
    AddNodeRequest marked = request.toBuilder().setForwarded(true).build();
    return done(
        forwarding.onLeader(
            request.getForwarded(),
            deadline,
            () -> members.add(request.getAddress(), as, deadline),
            address -> remote.addNode(address, marked, deadline)));
  }

  @Override
  public CompletableFuture<MembershipReply> removeNode(NodeRequest request) {
    return change(
        request,
        "remove",
        deadline -> members.remove(find(request.getNode()), request.getForce(), deadline),
        remote::removeNode);
  }

  @Override
  public CompletableFuture<MembershipReply> demoteNode(NodeRequest request) {
    return change(
        request,
        "demote",
        deadline -> members.demote(find(request.getNode()), request.getForce(), deadline),
        remote::demoteNode);
  }

  @Override
  public CompletableFuture<MembershipReply> promoteNode(NodeRequest request) {
    return change(
        request,
        "",
        deadline -> members.promote(find(request.getNode()), deadline),
        remote::promoteNode);
  }

  /** A method of {@link RemoteCluster}. */
  private interface There {
    CompletableFuture<MembershipReply> call(String address, NodeRequest request, Deadline deadline);
  }

  /**
   * With a {@code trigger}: a leader that is itself concerned first hands over, and the next one
   * does the rest.
   */
  private CompletableFuture<MembershipReply> change(
      NodeRequest request, String trigger, Function<Deadline, MembershipReply> here, There there) {
    Deadline deadline = Deadline.ofRequest(request.getTimeoutMs());
    NodeRequest marked = request.toBuilder().setForwarded(true).build();
    return done(
        forwarding.onLeader(
            request.getForwarded(),
            deadline,
            () -> {
              if (trigger.isEmpty() || !isSelf(find(request.getNode()))) {
                return here.apply(deadline);
              }
              handover.stepDown(trigger, "", deadline);
              Waiting.until(() -> !replicator.leadership().leader().isEmpty(), deadline);
              return forwarding.to(
                  forwarding.leaderAddress(),
                  deadline,
                  address -> there.call(address, marked, deadline));
            },
            address -> there.call(address, marked, deadline)));
  }

  /** Goes to the node that is meant, not to the leader: draining is that node's own state. */
  @Override
  public CompletableFuture<MembershipReply> drainNode(NodeRequest request) {
    PeerAddress node = find(request.getNode());
    Deadline deadline = Deadline.ofRequest(request.getTimeoutMs());
    if (!isSelf(node)) {
      if (request.getForwarded()) {
        throw RequestException.refused(
            "this is "
                + replicator.membership().nameOf(replicator.self())
                + ", not "
                + node.name());
      }
      NodeRequest marked = request.toBuilder().setForwarded(true).build();
      return done(
          forwarding.to(
              node.grpc(), deadline, address -> remote.drainNode(address, marked, deadline)));
    }
    long start = System.nanoTime();
    if (request.getUndo()) {
      drain.end();
    } else {
      drain.begin("", deadline);
    }
    Membership membership = replicator.membership();
    return done(
        MembershipReply.newBuilder()
            .setNode(node.name())
            .addAllVoters(membership.voters().stream().map(membership::nameOf).sorted().toList())
            .addAllLearners(
                membership.learners().stream().map(membership::nameOf).sorted().toList())
            .setTookMs((System.nanoTime() - start) / 1_000_000)
            .setMessage(
                request.getUndo()
                    ? node.name() + " may lead again"
                    : node.name()
                        + " does not lead and will not while another can, until undone or"
                        + " restarted")
            .build());
  }

  private PeerAddress find(String node) {
    return replicator
        .membership()
        .find(node)
        .orElseThrow(() -> RequestException.notFound("no node " + node + " in this cluster"));
  }

  private boolean isSelf(PeerAddress peer) {
    return peer.id().equals(replicator.self());
  }

  private static String orElse(String text, String fallback) {
    return text.isEmpty() ? fallback : text;
  }

  private static <T> CompletableFuture<T> done(T value) {
    return CompletableFuture.completedFuture(value);
  }
}
