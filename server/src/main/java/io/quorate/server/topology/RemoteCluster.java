package io.quorate.server.topology;

import io.quorate.proto.v1.AddNodeRequest;
import io.quorate.proto.v1.LeaderChange;
import io.quorate.proto.v1.MembershipReply;
import io.quorate.proto.v1.NodeRequest;
import io.quorate.proto.v1.StepDownRequest;
import io.quorate.proto.v1.TransferRequest;
import io.quorate.server.error.Deadline;
import java.util.concurrent.CompletableFuture;

/**
 * The port to the Cluster service of another node, by gRPC address. Futures fail with the
 * RequestException that it answered.
 */
public interface RemoteCluster {
  CompletableFuture<LeaderChange> transferLeadership(
      String address, TransferRequest request, Deadline deadline);

  CompletableFuture<LeaderChange> stepDown(
      String address, StepDownRequest request, Deadline deadline);

  CompletableFuture<MembershipReply> addNode(
      String address, AddNodeRequest request, Deadline deadline);

  CompletableFuture<MembershipReply> removeNode(
      String address, NodeRequest request, Deadline deadline);

  CompletableFuture<MembershipReply> promoteNode(
      String address, NodeRequest request, Deadline deadline);

  CompletableFuture<MembershipReply> demoteNode(
      String address, NodeRequest request, Deadline deadline);

  CompletableFuture<MembershipReply> drainNode(
      String address, NodeRequest request, Deadline deadline);
}
