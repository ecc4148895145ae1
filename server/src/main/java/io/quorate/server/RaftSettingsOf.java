package io.quorate.server;

import io.quorate.server.config.NodeConfig;
import io.quorate.server.replication.RaftSettings;
import java.nio.file.Path;

/** The configuration, as the replication layer takes it. */
final class RaftSettingsOf {
  private RaftSettingsOf() {}

  static RaftSettings config(NodeConfig config, Path storage) {
    NodeConfig.Raft raft = config.raft();
    return new RaftSettings(
        storage,
        config.listen().host(),
        config.listen().raftPort(),
        config.listen().ratisClientPort(),
        config.listen().ratisAdminPort(),
        raft.electionTimeoutMin(),
        raft.electionTimeoutMax(),
        raft.heartbeatInterval(),
        raft.requestTimeout(),
        raft.stepDownWait(),
        raft.stagingTimeout(),
        raft.stagingCatchupGap(),
        raft.slownessTimeout(),
        raft.logSegmentSize(),
        raft.logPreallocatedSize(),
        raft.logCacheSegments(),
        raft.logCacheBytes(),
        raft.appenderBufferBytes());
  }
}
