package io.quorate.cli.cluster;

import io.quorate.cli.output.Json;
import io.quorate.client.ClusterStatus;
import io.quorate.client.NodeStatus;

/** The cluster's status as JSON. Its names are a contract: add, never rename. */
final class StatusJson {
  private StatusJson() {}

  static Json.Fields of(ClusterStatus status) {
    return Json.fields()
        .add("cluster", status.cluster())
        .add("mode", status.mode())
        .add("epoch", status.epoch())
        .add("term", status.term())
        .add("leader", Names.orNull(status.leader()))
        .add("commit_index", status.commitIndex())
        .add("failure_tolerance", status.failureTolerance())
        .add("writable", status.writable())
        .add("reason", status.reason())
        .add("group_id", status.groupId())
        .add("nodes", status.nodes().stream().map(StatusJson::node).toList());
  }

  private static Json.Fields node(NodeStatus node) {
    return Json.fields()
        .add("id", node.id())
        .add("address", node.address())
        .add("role", node.role())
        .add("voter", node.voter())
        .add("state", node.state())
        .add("reachable", node.reachable())
        .add("term", node.term())
        .add("applied_index", node.appliedIndex())
        .add("durable_index", node.durableIndex())
        .add("lag_entries", node.lagEntries())
        .add("lag_operations", node.lagOperations())
        .add("lag_bytes", node.lagBytes())
        .add("lag_ms", node.lagMs())
        .add("version", node.version())
        .add("reason", node.reason())
        .add("node_id", node.nodeId())
        .add("raft", node.raft())
        .add("http", node.http())
        .add("leader", Names.orNull(node.leader()))
        .add("leader_ready", node.leaderReady())
        .add("commit_index", node.commitIndex())
        .add("digest", node.digest())
        .add("digest_index", node.digestIndex())
        .add("operations", node.operations())
        .add("keys", node.keys())
        .add("log_start_index", node.logStartIndex())
        .add("log_bytes", node.logBytes())
        .add("log_bytes_received", node.logBytesReceived())
        .add("bytes_received", node.bytesReceived())
        .add("full_syncs", node.fullSyncs())
        .add("time_ms", node.timeMs())
        .add("clock_offset_ms", node.clockOffsetMs());
  }
}
