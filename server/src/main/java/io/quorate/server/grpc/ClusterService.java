package io.quorate.server.grpc;

import io.grpc.stub.StreamObserver;
import io.quorate.proto.v1.AddNodeRequest;
import io.quorate.proto.v1.ClusterGrpc;
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

/** cluster.proto on the wire. */
public final class ClusterService extends ClusterGrpc.ClusterImplBase {
  private final ClusterCalls calls;
  private final UnaryReplies replies;

  public ClusterService(ClusterCalls calls, StatusMapper errors) {
    this.calls = calls;
    this.replies = new UnaryReplies(errors);
  }

  @Override
  public void status(StatusRequest request, StreamObserver<ClusterStatus> reply) {
    replies.send(reply, () -> calls.status(request));
  }

  @Override
  public void localStatus(StatusRequest request, StreamObserver<NodeStatus> reply) {
    replies.send(reply, () -> calls.localStatus(request));
  }

  @Override
  public void transferLeadership(TransferRequest request, StreamObserver<LeaderChange> reply) {
    replies.send(reply, () -> calls.transferLeadership(request));
  }

  @Override
  public void stepDown(StepDownRequest request, StreamObserver<LeaderChange> reply) {
    replies.send(reply, () -> calls.stepDown(request));
  }

  @Override
  public void elections(ElectionsRequest request, StreamObserver<ElectionList> reply) {
    replies.send(reply, () -> calls.elections(request));
  }

  @Override
  public void addNode(AddNodeRequest request, StreamObserver<MembershipReply> reply) {
    replies.send(reply, () -> calls.addNode(request));
  }

  @Override
  public void removeNode(NodeRequest request, StreamObserver<MembershipReply> reply) {
    replies.send(reply, () -> calls.removeNode(request));
  }

  @Override
  public void promoteNode(NodeRequest request, StreamObserver<MembershipReply> reply) {
    replies.send(reply, () -> calls.promoteNode(request));
  }

  @Override
  public void demoteNode(NodeRequest request, StreamObserver<MembershipReply> reply) {
    replies.send(reply, () -> calls.demoteNode(request));
  }

  @Override
  public void drainNode(NodeRequest request, StreamObserver<MembershipReply> reply) {
    replies.send(reply, () -> calls.drainNode(request));
  }

  @Override
  public void okToStop(NodeRequest request, StreamObserver<OkToStopReply> reply) {
    replies.send(reply, () -> calls.okToStop(request));
  }
}
