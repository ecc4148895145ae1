package io.quorate.server.replication;

import io.quorate.command.Entry;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The port to consensus: one group on this node. All methods may be called from any thread; none
 * blocks.
 */
public interface Replicator {
  /** This node's peer id. */
  String self();

  /** UUID text of the group. */
  String groupId();

  Leadership leadership();

  /**
   * This node was elected and has not applied its term's first entry: it takes entries in a moment,
   * unless it loses leadership before.
   */
  boolean isTakingOver();

  Membership membership();

  long commitIndex();

  /** The shortest election time-out: a lease must end well before it. */
  Duration minElectionTimeout();

  /**
   * Appends the entry to the log of this node, which must lead. Fails with a RequestException:
   * NOT_APPLIED when it surely was not submitted, UNKNOWN when it was and its fate is not known.
   */
  CompletableFuture<Committed> propose(Entry entry);

  /**
   * Replaces the configuration (joint consensus); one at a time. The peers must exist as running
   * members or learners.
   */
  CompletableFuture<Void> setConfiguration(
      Collection<PeerAddress> voters, Collection<PeerAddress> learners);

  /**
   * Hands leadership to the voter with this id; fails with REFUSED or TIMEOUT when it did not take
   * it in time.
   */
  CompletableFuture<Void> transferLeadership(String target, Duration timeout);

  /** For the leader: how far the peer's log is known to match ours, fsynced; -1 = unknown. */
  long matchIndex(String peer);

  /** For the leader: time since the peer last answered an append; empty when it never did. */
  Optional<Duration> sinceLastReply(String peer);

  /** For a follower or learner: time since the leader's last append or heartbeat. */
  Optional<Duration> sinceLeaderHeard();

  /** Called on role, term or leader changes, on a thread that must not be blocked. */
  void onLeadershipChange(Runnable listener);
}
