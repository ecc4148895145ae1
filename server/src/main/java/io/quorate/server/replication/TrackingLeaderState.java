package io.quorate.server.replication;

import java.util.List;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.impl.CaughtUp;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LeaderState;
import org.apache.ratis.server.leader.LogAppender;
import org.apache.ratis.server.protocol.TermIndex;

/**
 * Ratis' own leader state, with an ear on what followers have acknowledged. Runs on Ratis' gRPC and
 * appender threads.
 */
final class TrackingLeaderState implements LeaderState {
  private final LeaderState delegate;
  private final ReplicationTracker tracker;
  private final RaftServer.Division division;

  TrackingLeaderState(
      LeaderState delegate, ReplicationTracker tracker, RaftServer.Division division) {
    this.delegate = delegate;
    this.tracker = tracker;
    this.division = division;
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
    AppendEntriesRequestProto request =
        delegate.newAppendEntriesRequestProto(follower, entries, previous, callId);
    // "Initializing" keeps a node that is not a voter yet from an election timer.
    return request.getInitializing() || is(follower, RaftPeerRole.FOLLOWER)
        ? request
        : request.toBuilder().setInitializing(true).build();
  }

  /**
   * With every turn of the follower's appender, whether it answers or not. Ratis ends the bootstrap
   * of new voters only: a learner, and whoever was promoted from one, would have every later change
   * of membership wait for it (design 008).
   */
  @Override
  public void checkHealth(FollowerInfo follower) {
    endBootstrap(follower);
    delegate.checkHealth(follower);
  }

  /** If it is a member. */
  void endBootstrap(FollowerInfo follower) {
    if (delegate.isFollowerBootstrapping(follower)
        && is(follower, RaftPeerRole.FOLLOWER, RaftPeerRole.LISTENER)) {
      // The leader's own thread looks twice at who is bootstrapping, under this lock.
      synchronized (division) {
        CaughtUp.mark(follower);
      }
    }
  }

  private boolean is(FollowerInfo follower, RaftPeerRole... roles) {
    return division.getRaftConf().getPeer(follower.getId(), roles) != null;
  }

  @Override
  public boolean onFollowerTerm(FollowerInfo follower, long followerTerm) {
    return delegate.onFollowerTerm(follower, followerTerm);
  }

  /** Ratis would look for watchers, which we have none of, and wake all appenders. */
  @Override
  public void onFollowerCommitIndex(FollowerInfo follower, long commitIndex) {
    follower.updateCommitIndex(commitIndex);
  }

  @Override
  public boolean isFollowerBootstrapping(FollowerInfo follower) {
    return delegate.isFollowerBootstrapping(follower);
  }
}
