package io.quorate.cli;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.StreamObserver;
import io.quorate.proto.v1.AddNodeRequest;
import io.quorate.proto.v1.ClusterGrpc;
import io.quorate.proto.v1.ClusterStatus;
import io.quorate.proto.v1.Election;
import io.quorate.proto.v1.ElectionList;
import io.quorate.proto.v1.ElectionsRequest;
import io.quorate.proto.v1.Error;
import io.quorate.proto.v1.ErrorCode;
import io.quorate.proto.v1.LeaderChange;
import io.quorate.proto.v1.MembershipReply;
import io.quorate.proto.v1.NodeRequest;
import io.quorate.proto.v1.NodeStatus;
import io.quorate.proto.v1.OkToStopReply;
import io.quorate.proto.v1.Outcome;
import io.quorate.proto.v1.StatusRequest;
import io.quorate.proto.v1.StepDownRequest;
import io.quorate.proto.v1.TransferRequest;
import java.util.ArrayList;
import java.util.List;

/** The fake cluster's own affairs. */
public final class FakeAdmin extends ClusterGrpc.ClusterImplBase {
  private static final Metadata.Key<Error> ERROR =
      Metadata.Key.of(
          "quorate-error-bin", ProtoUtils.metadataMarshaller(Error.getDefaultInstance()));

  private final FakeCluster cluster;
  private String leader = "n1";
  private long term = 3;
  private boolean writable = true;
  private String down = "";
  private String flickering = "";
  private int asked;
  private int coming;
  private final List<Election> elections = new ArrayList<>();

  FakeAdmin(FakeCluster cluster) {
    this.cluster = cluster;
    elections.add(
        Election.newBuilder()
            .setTimeMs(1_750_000_000_000L)
            .setTerm(3)
            .setFrom("n3")
            .setTo("n1")
            .setTrigger("process_lost")
            .setCause("the process of n3 ended")
            .setDetectedMs(12)
            .setElectedMs(80)
            .setUnavailableMs(95)
            .setKind("process_gone")
            .setVotes(2)
            .setInheritedEntries(4)
            .setUnknownEntries(-1)
            .build());
  }

  synchronized String leader() {
    return leader;
  }

  /** As if a follower were gone. */
  public synchronized void lose(String node) {
    down = node;
  }

  /** As if a node had just come back, and every second one that is asked did not know it yet. */
  public synchronized void flicker(String node) {
    flickering = node;
  }

  /** As if a node had just come back: this many times the others do not hear of it yet. */
  public synchronized void comeBackAfter(int questions) {
    coming = questions;
  }

  /** As if a majority were gone. */
  public synchronized void loseQuorum() {
    writable = false;
    leader = "";
  }

  @Override
  public synchronized void status(StatusRequest request, StreamObserver<ClusterStatus> reply) {
    var away = asked++ % 2 == 1 && !flickering.isEmpty() ? flickering : down;
    var status =
        ClusterStatus.newBuilder()
            .setCluster("quorate")
            .setMode("consensus")
            .setEpoch(1)
            .setTerm(term)
            .setLeader(leader)
            .setCommitIndex(cluster.store().index())
            .setFailureTolerance(writable && away.isEmpty() ? 1 : 0)
            .setWritable(writable)
            .setReason(writable ? "" : "no leader: 2 of 3 voters do not answer");
    for (var i = 0; i < 3; i++) {
      var name = "n" + (i + 1);
      status.addNodes(
          NodeStatus.newBuilder()
              .setId(name)
              .setAddress(cluster.address(i))
              .setRole(name.equals(leader) ? "leader" : "follower")
              .setVoter(true)
              .setState("running")
              .setReachable((writable || i == 0) && !name.equals(away))
              .setTerm(term)
              .setLagEntries(i)
              .setLagMs(i == 0 ? 0 : 12)
              .setVersion("0.1.0"));
    }
    answer(reply, status.build());
  }

  @Override
  public void transferLeadership(TransferRequest request, StreamObserver<LeaderChange> reply) {
    if (!request.getTarget().matches("n[123]")) {
      refuse(reply, ErrorCode.NOT_FOUND, "there is no voter " + request.getTarget());
      return;
    }
    change(request.getTarget(), reply);
  }

  @Override
  public synchronized void stepDown(StepDownRequest request, StreamObserver<LeaderChange> reply) {
    change(leader.equals("n1") ? "n2" : "n1", reply);
  }

  private synchronized void change(String next, StreamObserver<LeaderChange> reply) {
    var previous = leader;
    leader = next;
    term++;
    elections.addFirst(
        Election.newBuilder()
            .setTimeMs(System.currentTimeMillis())
            .setTerm(term)
            .setFrom(previous)
            .setTo(next)
            .setTrigger("step_down")
            .setCause(previous + " was told to step down")
            .setDetectedMs(5)
            .setElectedMs(7)
            .setUnavailableMs(20)
            .build());
    answer(
        reply,
        LeaderChange.newBuilder()
            .setLeader(next)
            .setPrevious(previous)
            .setTerm(term)
            .setTookMs(42)
            .build());
  }

  @Override
  public synchronized void elections(ElectionsRequest request, StreamObserver<ElectionList> reply) {
    answer(reply, ElectionList.newBuilder().addAllElections(elections).build());
  }

  @Override
  public void addNode(AddNodeRequest request, StreamObserver<MembershipReply> reply) {
    answer(
        reply,
        MembershipReply.newBuilder()
            .setNode("n4")
            .addVoters("n1")
            .addLearners("n4")
            .setMessage(request.getAs() + " at " + request.getAddress())
            .build());
  }

  @Override
  public void removeNode(NodeRequest request, StreamObserver<MembershipReply> reply) {
    if (!request.getForce()) {
      refuse(reply, ErrorCode.REFUSED, "removing " + request.getNode() + " leaves no quorum");
      return;
    }
    answer(reply, MembershipReply.newBuilder().setNode(request.getNode()).addVoters("n1").build());
  }

  @Override
  public synchronized void okToStop(NodeRequest request, StreamObserver<OkToStopReply> reply) {
    var ok = request.getNode().equals("n3") && coming-- <= 0;
    answer(
        reply,
        OkToStopReply.newBuilder()
            .setOk(ok)
            .setReason(ok ? "" : "the quorum would be lost")
            .addConsequences("writes stop")
            .build());
  }

  private static <T> void answer(StreamObserver<T> reply, T value) {
    reply.onNext(value);
    reply.onCompleted();
  }

  private static void refuse(StreamObserver<?> reply, ErrorCode code, String message) {
    refuse(
        reply,
        Error.newBuilder()
            .setCode(code)
            .setOutcome(Outcome.NOT_APPLIED)
            .setMessage(message)
            .build());
  }

  /** Fails a unary call as nodes do. */
  static void refuse(StreamObserver<?> reply, Error error) {
    var trailers = new Metadata();
    trailers.put(ERROR, error);
    reply.onError(
        Status.FAILED_PRECONDITION.withDescription(error.getMessage()).asException(trailers));
  }
}
