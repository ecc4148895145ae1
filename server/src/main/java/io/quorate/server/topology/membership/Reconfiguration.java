package io.quorate.server.topology.membership;

import io.quorate.proto.v1.Outcome;
import io.quorate.server.error.Deadline;
import io.quorate.server.error.RequestException;
import io.quorate.server.replication.Leadership;
import io.quorate.server.replication.Membership;
import io.quorate.server.replication.PeerAddress;
import io.quorate.server.replication.Replicator;
import io.quorate.server.topology.Waiting;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only door to a change of the group's configuration: one at a time, each decided on the
 * membership then in force. Blocks.
 */
public final class Reconfiguration {
  private static final Logger LOG = LoggerFactory.getLogger(Reconfiguration.class);

  private final Replicator replicator;
  private final ReentrantLock oneAtATime = new ReentrantLock();

  public Reconfiguration(Replicator replicator) {
    this.replicator = replicator;
  }

  /** A configuration to be. */
  public record Target(List<PeerAddress> voters, List<PeerAddress> learners) {
    public Target {
      voters = List.copyOf(voters);
      learners = List.copyOf(learners);
    }

    /** The configuration in force without these peers. */
    static Target without(Membership membership, Set<String> gone) {
      return new Target(
          peers(membership, membership.voters(), gone),
          peers(membership, membership.learners(), gone));
    }

    Target plusVoter(PeerAddress peer) {
      return new Target(with(voters, peer), without(learners, peer));
    }

    Target plusLearner(PeerAddress peer) {
      return new Target(without(voters, peer), with(learners, peer));
    }

    private static List<PeerAddress> peers(
        Membership membership, Set<String> ids, Set<String> gone) {
      return membership.peers().stream()
          .filter(peer -> ids.contains(peer.id()) && !gone.contains(peer.id()))
          .toList();
    }

    private static List<PeerAddress> with(List<PeerAddress> peers, PeerAddress added) {
      return Stream.concat(without(peers, added).stream(), Stream.of(added)).toList();
    }

    private static List<PeerAddress> without(List<PeerAddress> peers, PeerAddress removed) {
      return peers.stream().filter(peer -> !peer.id().equals(removed.id())).toList();
    }
  }

  /**
   * Changes the configuration to what {@code decide} makes of the present one; empty = nothing to
   * do.
   *
   * @throws RequestException NOT_LEADER, UNAVAILABLE while another change is in force, TIMEOUT with
   *     outcome UNKNOWN, or what {@code decide} throws
   */
  public void change(
      String what, Deadline deadline, Function<Membership, Optional<Target>> decide) {
    if (!acquire(deadline)) {
      throw RequestException.timeout(
          Outcome.NOT_APPLIED, what + ": another membership change is still under way");
    }
    try {
      requireLeader(replicator);
      Membership membership = replicator.membership();
      if (!membership.previousVoters().isEmpty()) {
        throw RequestException.unavailable(
            what + ": a membership change of an earlier leader is not complete yet");
      }
      Optional<Target> target = decide.apply(membership);
      if (target.isEmpty()) {
        return;
      }
      LOG.info(
          "{}: voters {}, learners {}",
          what,
          names(target.get().voters()),
          names(target.get().learners()));
      Waiting.result(
          replicator.setConfiguration(target.get().voters(), target.get().learners()),
          deadline,
          Outcome.UNKNOWN,
          what);
    } finally {
      oneAtATime.unlock();
    }
  }

  private boolean acquire(Deadline deadline) {
    try {
      return oneAtATime.tryLock(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RequestException.unavailable("the node is stopping");
    }
  }

  /** Throws NOT_LEADER, with the leader's address, unless this node is a ready leader. */
  public static void requireLeader(Replicator replicator) {
    Leadership leadership = replicator.leadership();
    if (!leadership.ready()) {
      String address =
          replicator.membership().peer(leadership.leader()).map(PeerAddress::grpc).orElse("");
      throw RequestException.notLeader(
          leadership.leads() ? "" : address,
          leadership.leads() ? "this node leads but is not ready yet" : "this node does not lead");
    }
  }

  static List<String> names(Collection<PeerAddress> peers) {
    return peers.stream().map(PeerAddress::name).sorted().toList();
  }
}
