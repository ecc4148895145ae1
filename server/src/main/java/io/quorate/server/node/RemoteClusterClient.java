package io.quorate.server.node;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.Channel;
import io.quorate.proto.v1.AddNodeRequest;
import io.quorate.proto.v1.ClusterGrpc;
import io.quorate.proto.v1.ClusterGrpc.ClusterFutureStub;
import io.quorate.proto.v1.LeaderChange;
import io.quorate.proto.v1.MembershipReply;
import io.quorate.proto.v1.NodeRequest;
import io.quorate.proto.v1.StepDownRequest;
import io.quorate.proto.v1.TransferRequest;
import io.quorate.server.error.Deadline;
import io.quorate.server.topology.RemoteCluster;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Another node's Cluster service over gRPC. */
public final class RemoteClusterClient implements RemoteCluster {
  private final Function<String, Channel> channels;

  /** {@code channels}: host:port → its channel, which stays open and reconnects. */
  public RemoteClusterClient(Function<String, Channel> channels) {
    this.channels = channels;
  }

  @Override
  public CompletableFuture<LeaderChange> transferLeadership(
      String address, TransferRequest request, Deadline deadline) {
    TransferRequest sent = request.toBuilder().setTimeoutMs(millis(deadline)).build();
    return call(address, deadline, stub -> stub.transferLeadership(sent));
  }

  @Override
  public CompletableFuture<LeaderChange> stepDown(
      String address, StepDownRequest request, Deadline deadline) {
    StepDownRequest sent = request.toBuilder().setTimeoutMs(millis(deadline)).build();
    return call(address, deadline, stub -> stub.stepDown(sent));
  }

  @Override
  public CompletableFuture<MembershipReply> addNode(
      String address, AddNodeRequest request, Deadline deadline) {
    AddNodeRequest sent = request.toBuilder().setTimeoutMs(millis(deadline)).build();
    return call(address, deadline, stub -> stub.addNode(sent));
  }

  @Override
  public CompletableFuture<MembershipReply> removeNode(
      String address, NodeRequest request, Deadline deadline) {
    NodeRequest sent = limited(request, deadline);
    return call(address, deadline, stub -> stub.removeNode(sent));
  }

  @Override
  public CompletableFuture<MembershipReply> promoteNode(
      String address, NodeRequest request, Deadline deadline) {
    NodeRequest sent = limited(request, deadline);
    return call(address, deadline, stub -> stub.promoteNode(sent));
  }

  @Override
  public CompletableFuture<MembershipReply> demoteNode(
      String address, NodeRequest request, Deadline deadline) {
    NodeRequest sent = limited(request, deadline);
    return call(address, deadline, stub -> stub.demoteNode(sent));
  }

  @Override
  public CompletableFuture<MembershipReply> drainNode(
      String address, NodeRequest request, Deadline deadline) {
    NodeRequest sent = limited(request, deadline);
    return call(address, deadline, stub -> stub.drainNode(sent));
  }

  private <T> CompletableFuture<T> call(
      String address, Deadline deadline, Function<ClusterFutureStub, ListenableFuture<T>> method) {
    return UnaryCall.future(
        () ->
            method.apply(
                ClusterGrpc.newFutureStub(channels.apply(address))
                    .withDeadlineAfter(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)));
  }

  private static NodeRequest limited(NodeRequest request, Deadline deadline) {
    return request.toBuilder().setTimeoutMs(millis(deadline)).build();
  }

  /** What is left, but never 0, which would mean the default. */
  private static int millis(Deadline deadline) {
    return Math.clamp(deadline.remaining().toMillis(), 1, Integer.MAX_VALUE);
  }
}
