package io.quorate.server.grpc;

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
import java.util.concurrent.CompletableFuture;

/**
 * What cluster.proto offers, on any node: it forwards to the leader what only the leader can do.
 * Failures are RequestExceptions. May block: called on virtual threads.
 */
public interface ClusterCalls {
  CompletableFuture<ClusterStatus> status(StatusRequest request);

  CompletableFuture<NodeStatus> localStatus(StatusRequest request);

  CompletableFuture<LeaderChange> transferLeadership(TransferRequest request);

  CompletableFuture<LeaderChange> stepDown(StepDownRequest request);

  CompletableFuture<ElectionList> elections(ElectionsRequest request);

  CompletableFuture<MembershipReply> addNode(AddNodeRequest request);

  CompletableFuture<MembershipReply> removeNode(NodeRequest request);

  CompletableFuture<MembershipReply> promoteNode(NodeRequest request);

  CompletableFuture<MembershipReply> demoteNode(NodeRequest request);

  CompletableFuture<MembershipReply> drainNode(NodeRequest request);

  CompletableFuture<OkToStopReply> okToStop(NodeRequest request);
}
