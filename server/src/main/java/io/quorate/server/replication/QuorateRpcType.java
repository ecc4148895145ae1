package io.quorate.server.replication;

import org.apache.ratis.conf.Parameters;
import org.apache.ratis.grpc.GrpcFactory;
import org.apache.ratis.grpc.server.GrpcLogAppender;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.rpc.RpcFactory;
import org.apache.ratis.rpc.RpcType;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LeaderState;
import org.apache.ratis.server.leader.LogAppender;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLogIOException;
import org.apache.ratis.util.AwaitForSignal;
import org.jspecify.annotations.Nullable;

/**
 * Ratis' gRPC with our log appenders, which tell the {@link ReplicationTracker} what each follower
 * has, send heartbeats at our interval, and nothing at all while the {@link Fence} is up. Ratis
 * creates it by name, so what it needs comes in {@link Parameters}.
 */
public final class QuorateRpcType implements RpcType {
  static final String TRACKER = "quorate.tracker";
  static final String HEARTBEAT_MS = "quorate.heartbeat-ms";
  static final String FENCE = "quorate.fence";

  @Override
  public String name() {
    return getClass().getName();
  }

  @Override
  public RpcFactory newFactory(Parameters parameters) {
    return new Factory(parameters);
  }

  private static final class Factory extends GrpcFactory {
    private final ReplicationTracker tracker;
    private final long heartbeatMs;
    private final Fence fence;

    Factory(Parameters parameters) {
      super(parameters);
      this.tracker = parameters.getNonNull(TRACKER, ReplicationTracker.class);
      this.heartbeatMs = parameters.getNonNull(HEARTBEAT_MS, Long.class);
      this.fence = parameters.getNonNull(FENCE, Fence.class);
    }

    /** Called for every follower of every term that this node leads. */
    @Override
    public LogAppender newLogAppender(
        RaftServer.Division division, LeaderState state, FollowerInfo follower) {
      tracker.followerAdded(division.getInfo().getCurrentTerm(), follower.getId().toString());
      TrackingLeaderState tracking = new TrackingLeaderState(state, tracker, division);
      // A member's appender that was restarted.
      tracking.endBootstrap(follower);
      return new Appender(division, tracking, follower, heartbeatMs, fence);
    }
  }

  private static final class Appender extends GrpcLogAppender {
    private final long intervalMs;
    private final Fence fence;
    private final CommitNews news = new CommitNews();
    private final AwaitForSignal work;

    Appender(
        RaftServer.Division division,
        LeaderState state,
        FollowerInfo follower,
        long intervalMs,
        Fence fence) {
      super(division, state, follower);
      this.intervalMs = intervalMs;
      this.fence = fence;
      this.work = new KeptSignal(this);
    }

    @Override
    public AwaitForSignal getEventAwaitForSignal() {
      return work;
    }

    /**
     * Ratis derives half of the minimum election time-out; as there, never more often than at half
     * the interval.
     */
    @Override
    public long getHeartbeatWaitTimeMs() {
      if (fence.isUp()) {
        return intervalMs;
      }
      FollowerInfo follower = getFollower();
      long sinceResponse = follower.getLastRpcResponseTime().elapsedTimeMs();
      long sinceHeartbeat = follower.getLastHeartbeatSendTime().elapsedTimeMs();
      return Math.max(intervalMs - sinceResponse, intervalMs / 2 - sinceHeartbeat);
    }

    @Override
    public boolean shouldSendAppendEntries() {
      return !fence.isUp() && super.shouldSendAppendEntries();
    }

    /** Null = nothing is sent: Ratis also asks when a follower lags behind the commit index. */
    @Override
    public @Nullable AppendEntriesRequestProto newAppendEntriesRequest(
        long callId, boolean heartbeat) throws RaftLogIOException {
      if (fence.isUp()) {
        return null;
      }
      AppendEntriesRequestProto request = super.newAppendEntriesRequest(callId, heartbeat);
      if (request != null) {
        news.sent(request.getLeaderCommit());
        return request;
      }
      long commit = getRaftLog().getLastCommittedIndex();
      if (!mayTell() || !news.isDue(commit, System.nanoTime())) {
        return null;
      }
      news.sent(commit);
      return super.newAppendEntriesRequest(callId, true);
    }

    /** Also wakes up to tell a follower of a commit. */
    @Override
    public long getWaitTimeMs() {
      long mostMs = super.getWaitTimeMs();
      return mayTell()
          ? news.waitMs(getRaftLog().getLastCommittedIndex(), System.nanoTime(), mostMs)
          : mostMs;
    }

    /**
     * What goes out while entries are under way says nothing of the commit index. And Ratis asks
     * for no append when the follower knows of it already.
     */
    private boolean mayTell() {
      return !fence.isUp()
          && !hasPendingDataRequests()
          && getRaftLog().getLastCommittedIndex() > getFollower().getCommitIndex();
    }

    @Override
    public @Nullable TermIndex shouldNotifyToInstallSnapshot() {
      return fence.isUp() ? null : super.shouldNotifyToInstallSnapshot();
    }
  }
}
