package io.quorate.server.replication;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/** Our settings in Ratis' keys, with the reason where a default of Ratis is a trap. */
final class RatisProperties {
  private RatisProperties() {}

  static RaftProperties of(RaftSettings settings) {
    RaftProperties properties = new RaftProperties();
    RaftConfigKeys.Rpc.setType(properties, new QuorateRpcType());
    storage(properties, settings);
    network(properties, settings);
    timing(properties, settings);
    log(properties, settings);
    return properties;
  }

  private static void storage(RaftProperties properties, RaftSettings settings) {
    RaftServerConfigKeys.setStorageDir(properties, List.of(settings.storage().toFile()));
    // Ratis never takes part in snapshots: the engine's durable index stands for them, and
    // LogKeeper purges.
    RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(properties, false);
    RaftServerConfigKeys.Snapshot.setTriggerWhenStopEnabled(properties, false);
    RaftServerConfigKeys.Snapshot.setTriggerWhenRemoveEnabled(properties, false);
    RaftServerConfigKeys.Log.Appender.setInstallSnapshotEnabled(properties, false);
  }

  private static void network(RaftProperties properties, RaftSettings settings) {
    GrpcConfigKeys.Server.setHost(properties, settings.bindHost());
    GrpcConfigKeys.Server.setPort(properties, settings.port());
    // Nobody talks to these services but ratis-shell, in an emergency: loopback only.
    GrpcConfigKeys.Client.setHost(properties, "127.0.0.1");
    GrpcConfigKeys.Client.setPort(properties, settings.clientPort());
    GrpcConfigKeys.Admin.setHost(properties, "127.0.0.1");
    GrpcConfigKeys.Admin.setPort(properties, settings.adminPort());
    // Heartbeats must not queue behind data.
    GrpcConfigKeys.Server.setHeartbeatChannel(properties, true);
    GrpcConfigKeys.Server.setLeaderOutstandingAppendsMax(properties, 8);
    GrpcConfigKeys.setMessageSizeMax(properties, SizeInBytes.valueOf("64MB"));
    GrpcConfigKeys.setFlowControlWindow(properties, SizeInBytes.valueOf("4MB"));
    RaftServerConfigKeys.Rpc.setRequestTimeout(properties, time(settings.requestTimeout()));
  }

  private static void timing(RaftProperties properties, RaftSettings settings) {
    RaftServerConfigKeys.Rpc.setTimeoutMin(properties, time(settings.electionTimeoutMin()));
    RaftServerConfigKeys.Rpc.setTimeoutMax(properties, time(settings.electionTimeoutMax()));
    RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(
        properties, time(settings.electionTimeoutMin()));
    RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(
        properties, time(settings.electionTimeoutMax()));
    RaftServerConfigKeys.Rpc.setSlownessTimeout(properties, time(settings.slownessTimeout()));
    RaftServerConfigKeys.LeaderElection.setLeaderStepDownWaitTime(
        properties, time(settings.stepDownWait()));
    // The default, three election time-outs, fails every addition on a slow machine.
    RaftServerConfigKeys.setStagingTimeout(properties, time(settings.stagingTimeout()));
    RaftServerConfigKeys.setStagingCatchupGap(
        properties, Math.toIntExact(settings.stagingCatchupGap()));
    RaftServerConfigKeys.setSleepDeviationThreshold(
        properties, TimeDuration.valueOf(300, TimeUnit.MILLISECONDS));
    // V11: a pause of a minute (SIGSTOP, suspended VM) would close the whole server.
    RaftServerConfigKeys.setCloseThreshold(properties, TimeDuration.valueOf(1, TimeUnit.DAYS));
    // V13: Ratis' retry cache is not our exactly-once; keep it small.
    RaftServerConfigKeys.RetryCache.setExpiryTime(
        properties, TimeDuration.valueOf(5, TimeUnit.SECONDS));
  }

  private static void log(RaftProperties properties, RaftSettings settings) {
    RaftServerConfigKeys.Log.setSegmentSizeMax(
        properties, SizeInBytes.valueOf(settings.segmentBytes()));
    RaftServerConfigKeys.Log.setPreallocatedSize(
        properties, SizeInBytes.valueOf(settings.preallocatedBytes()));
    RaftServerConfigKeys.Log.setSegmentCacheNumMax(properties, settings.segmentCacheMax());
    RaftServerConfigKeys.Log.setSegmentCacheSizeMax(
        properties, SizeInBytes.valueOf(settings.segmentCacheBytes()));
    RaftServerConfigKeys.Log.Appender.setBufferByteLimit(
        properties, SizeInBytes.valueOf(settings.appenderBytes()));
    // Must hold the largest entry and a header of 8 bytes; one direct buffer of this size per
    // group.
    RaftServerConfigKeys.Log.setWriteBufferSize(
        properties, SizeInBytes.valueOf(settings.appenderBytes() + 1024));
    // Composed appends acknowledge entries that were never appended: see DurableAppends.
    RaftServerConfigKeys.Log.setAppendEntriesComposeEnabled(properties, false);
    RaftServerConfigKeys.Log.Appender.setWaitTimeMin(properties, TimeDuration.ZERO);
    // The default waits 5 s after an error: too long for a node that just restarted, because the
    // next one that stops may leave the cluster without a majority until this one has caught up.
    RaftServerConfigKeys.Log.Appender.setRetryPolicy(properties, "1ms,10,100ms,1000000");
    RaftServerConfigKeys.Log.setPurgeGap(properties, 1);
    RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(properties, true);
    RaftServerConfigKeys.Log.setPurgePreservationLogNum(properties, 0);
    // Never acknowledge before the fsync (async-flush reports success after a failed one).
    RaftServerConfigKeys.Log.setUnsafeFlushEnabled(properties, false);
    RaftServerConfigKeys.Log.setAsyncFlushEnabled(properties, false);
    // An entry for each commit would double the entries, appends and fsyncs of a lone write:
    // followers hear of commits by CommitNews.
    RaftServerConfigKeys.Log.setLogMetadataEnabled(properties, false);
    RaftServerConfigKeys.Log.setCorruptionPolicy(
        properties, RaftServerConfigKeys.Log.CorruptionPolicy.EXCEPTION);
    RaftServerConfigKeys.Write.setElementLimit(properties, 1024);
    RaftServerConfigKeys.Write.setByteLimit(properties, SizeInBytes.valueOf("64MB"));
  }

  private static TimeDuration time(Duration duration) {
    return TimeDuration.valueOf(duration.toMillis(), TimeUnit.MILLISECONDS);
  }
}
