package io.quorate.client.internal;

import io.quorate.client.ClusterStatus;
import io.quorate.client.NodeStatus;

/** Status messages as this client's records. */
final class DecodeStatus {
  private DecodeStatus() {}

  static ClusterStatus cluster(io.quorate.proto.v1.ClusterStatus status) {
    return new ClusterStatus(
        status.getCluster(),
        status.getGroupId(),
        status.getMode(),
        status.getEpoch(),
        status.getTerm(),
        status.getLeader(),
        status.getCommitIndex(),
        status.getFailureTolerance(),
        status.getWritable(),
        status.getReason(),
        status.getNodesList().stream().map(DecodeStatus::node).toList());
  }

  static NodeStatus node(io.quorate.proto.v1.NodeStatus status) {
    return new NodeStatus(
        status.getId(),
        status.getNodeId(),
        status.getAddress(),
        status.getRaft(),
        status.getHttp(),
        status.getRole(),
        status.getVoter(),
        status.getState(),
        status.getReachable(),
        status.getReason(),
        status.getLeader(),
        status.getLeaderReady(),
        status.getTerm(),
        status.getAppliedIndex(),
        status.getDurableIndex(),
        status.getCommitIndex(),
        status.getLagEntries(),
        status.getLagOperations(),
        status.getLagBytes(),
        status.getLagMs(),
        status.getVersion(),
        status.getDigest(),
        status.getDigestIndex(),
        status.getOperations(),
        status.getLogStartIndex(),
        status.getLogBytes(),
        status.getTimeMs(),
        status.getClockOffsetMs(),
        status.getKeys(),
        status.getBytesReceived(),
        status.getFullSyncs(),
        status.getLogBytesReceived());
  }
}
