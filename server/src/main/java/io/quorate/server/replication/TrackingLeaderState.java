package io.quorate.server.replication;

import java.util.List;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LeaderState;
import org.apache.ratis.server.leader.LogAppender;
import org.apache.ratis.server.protocol.TermIndex;

/**
 * Ratis' own leader state, with an ear on what followers have acknowledged. Runs on Ratis' gRPC
 * threads.
 */
final class TrackingLeaderState implements LeaderState {
  private final LeaderState delegate;
  private final ReplicationTracker tracker;

  TrackingLeaderState(LeaderState delegate, ReplicationTracker tracker) {
    this.delegate = delegate;
    this.tracker = tracker;
  }

  @Override
  public void onFollowerSuccessAppendEntries(FollowerInfo follower) {
    delegate.onFollowerSuccessAppendEntries(follower);
    tracker.matched(follower.getId().toString(), follower.getMatchIndex());
  }

  /**
   * Every reply, also heartbeats; after a checkpoint was installed the match index moves without
   * the callback above.
   */
  @Override
  public void onAppendEntriesReply(LogAppender appender, AppendEntriesReplyProto reply) {
    delegate.onAppendEntriesReply(appender, reply);
    tracker.replied(appender.getFollowerId().toString(), appender.getFollower().getMatchIndex());
  }

  @Override
  public void restart(LogAppender appender) {
    delegate.restart(appender);
  }

  @Override
  public AppendEntriesRequestProto newAppendEntriesRequestProto(
      FollowerInfo follower, List<LogEntryProto> entries, TermIndex previous, long callId) {
    return delegate.newAppendEntriesRequestProto(follower, entries, previous, callId);
  }

  @Override
  public void checkHealth(FollowerInfo follower) {
    delegate.checkHealth(follower);
  }

  @Override
  public boolean onFollowerTerm(FollowerInfo follower, long followerTerm) {
    return delegate.onFollowerTerm(follower, followerTerm);
  }

  @Override
  public void onFollowerCommitIndex(FollowerInfo follower, long commitIndex) {
    delegate.onFollowerCommitIndex(follower, commitIndex);
  }

  @Override
  public boolean isFollowerBootstrapping(FollowerInfo follower) {
    return delegate.isFollowerBootstrapping(follower);
  }
}
