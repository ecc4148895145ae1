package io.quorate.client;

import java.time.Duration;
import java.util.List;

/**
 * Status, membership and leadership. For all threads; every method blocks until done and throws
 * {@link QuorateException}. Calls that change something are sent once: after an UNKNOWN outcome
 * look at {@link #status}.
 */
public interface Admin {
  Admin withTimeout(Duration timeout);

  /** As the cluster sees itself, asked of any node that answers. */
  ClusterStatus status();

  /** Of the node at {@code endpoint} ({@code host:port}), without asking any other. */
  NodeStatus localStatus(String endpoint);

  /** Hands leadership to the named node; {@code timeout} bounds the transfer and the call. */
  LeaderChange transferLeadership(String node, Duration timeout);

  /** Hands leadership to whichever voter is best placed. */
  LeaderChange stepDown();

  /** The last {@code limit} leader changes, newest first; 0 = as many as the server keeps. */
  List<Election> elections(int limit);

  /**
   * Adds the running, empty node at {@code address} ({@code host:port}, gRPC).
   *
   * @param as "voter" or "learner"
   */
  MembershipChange addNode(String address, String as);

  MembershipChange removeNode(String node);

  /**
   * As {@link #removeNode(String)}; {@code force} overrides the check that the node is reachable or
   * the rest enough.
   */
  MembershipChange removeNode(String node, boolean force);

  /** Learner to voter. */
  MembershipChange promoteNode(String node);

  /** Voter to learner. */
  MembershipChange demoteNode(String node);

  /** Hands leadership over and keeps the node from leading; {@code undo} ends that. */
  MembershipChange drainNode(String node, boolean undo);

  /** Whether the node may be stopped now, and what would follow. */
  StopAdvice okToStop(String node);
}
