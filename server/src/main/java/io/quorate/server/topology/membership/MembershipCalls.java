package io.quorate.server.topology.membership;

import io.quorate.command.Command.ForgetNode;
import io.quorate.proto.v1.Identity;
import io.quorate.proto.v1.MembershipReply;
import io.quorate.proto.v1.Outcome;
import io.quorate.server.error.Deadline;
import io.quorate.server.error.RequestException;
import io.quorate.server.replication.Membership;
import io.quorate.server.replication.PeerAddress;
import io.quorate.server.replication.Replicator;
import io.quorate.server.topology.Proposals;
import io.quorate.server.topology.Waiting;
import io.quorate.server.topology.membership.Reconfiguration.Target;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What operators can do to the membership, on the leader. Blocks until it is done or the deadline
 * passes.
 */
public final class MembershipCalls {
  private final Replicator replicator;
  private final Reconfiguration reconfiguration;
  private final Registration registration;
  private final Steward steward;
  private final PeerHealth health;
  private final Proposals proposals;

  public MembershipCalls(
      Replicator replicator,
      Reconfiguration reconfiguration,
      Registration registration,
      Steward steward,
      PeerHealth health,
      Proposals proposals) {
    this.replicator = replicator;
    this.reconfiguration = reconfiguration;
    this.registration = registration;
    this.steward = steward;
    this.health = health;
    this.proposals = proposals;
  }

  /** The running, empty node at this address becomes a member. {@code as}: voter or learner. */
  public MembershipReply add(String address, String as, Deadline deadline) {
    long start = System.nanoTime();
    Reconfiguration.requireLeader(replicator);
    Identity peer =
        health
            .hello(address)
            .orElseThrow(
                () ->
                    RequestException.refused(
                        "nobody answers at " + address + "; start the node there first"))
            .getSelf();
    String group = peer.getGroup().getGroupId();
    if (!group.isEmpty() && !group.equals(replicator.groupId())) {
      throw RequestException.refused(
          peer.getName()
              + " at "
              + address
              + " belongs to another group ("
              + group
              + "); empty its data directory first");
    }
    String id = peer.getNodeId();
    if (isNoMember(id)) {
      if (registration.isRemoved(id)) {
        throw RequestException.refused(JoinService.removed(peer.getName()));
      }
      steward.expect(
          new PeerAddress(id, peer.getName(), peer.getGrpc(), peer.getRaft(), peer.getHttp()));
      Waiting.result(
          registration.put(peer, as), deadline, Outcome.UNKNOWN, "registering " + peer.getName());
      if (!Waiting.until(() -> !isNoMember(id), deadline)) {
        throw RequestException.timeout(
            Outcome.UNKNOWN,
            peer.getName()
                + " has not joined yet; it asks for admission by itself if its initial members name"
                + " a node of this cluster: it has "
                + peer.getInitialMembersList()
                + steward.setback(id).map(reason -> "; last: " + reason).orElse(""));
      }
    } else {
      intend(id, as, deadline);
    }
    if (as.equals("voter")) {
      awaitPromotion(id, deadline);
    }
    return reply(peer.getName(), start, peer.getName() + " is a " + as);
  }

  /** The learner becomes a voter as soon as it has caught up. */
  public MembershipReply promote(PeerAddress peer, Deadline deadline) {
    long start = System.nanoTime();
    Reconfiguration.requireLeader(replicator);
    intend(peer.id(), "voter", deadline);
    awaitPromotion(peer.id(), deadline);
    return reply(peer.name(), start, peer.name() + " is a voter");
  }

  private void awaitPromotion(String id, Deadline deadline) {
    Waiting.until(() -> isVoter(id) || health.isCaughtUp(id), deadline);
    steward.promoteNow(id, deadline);
  }

  /**
   * The voter becomes a learner and will not be promoted again by itself. The leader must have
   * handed over before.
   */
  public MembershipReply demote(PeerAddress peer, boolean force, Deadline deadline) {
    long start = System.nanoTime();
    Reconfiguration.requireLeader(replicator);
    intend(peer.id(), "learner", deadline);
    reconfiguration.change(
        "Demoting " + peer.name(),
        deadline,
        membership -> {
          if (!membership.voters().contains(peer.id())) {
            return Optional.empty();
          }
          Target target = Target.without(membership, Set.of(peer.id())).plusLearner(peer);
          check(membership, target, force);
          return Optional.of(target);
        });
    return reply(peer.name(), start, peer.name() + " is a learner");
  }

  /** The peer leaves the group. The leader must have handed over before. */
  public MembershipReply remove(PeerAddress peer, boolean force, Deadline deadline) {
    long start = System.nanoTime();
    Reconfiguration.requireLeader(replicator);
    // If this leader dies half-way, the next one must know that it was a member.
    registration.recordMembers(deadline);
    reconfiguration.change(
        "Removing " + peer.name(),
        deadline,
        membership -> {
          if (membership.peer(peer.id()).isEmpty()) {
            return Optional.empty();
          }
          Target target = Target.without(membership, Set.of(peer.id()));
          check(membership, target, force);
          return Optional.of(target);
        });
    Waiting.result(
        proposals.propose(new ForgetNode(peer.id(), true)),
        deadline,
        Outcome.UNKNOWN,
        "forgetting " + peer.name());
    return reply(
        peer.name(),
        start,
        peer.name() + " is not a member any more; to add it again, empty its data directory");
  }

  private void check(Membership membership, Target target, boolean force) {
    if (target.voters().isEmpty()) {
      throw RequestException.refused("it is the last voter: without it there is no cluster");
    }
    if (target.voters().stream().noneMatch(voter -> voter.id().equals(replicator.self()))) {
      throw RequestException.refused(
          "the leader must hand leadership over before it leaves the voters");
    }
    if (!force) {
      Promotion.silentMajority(membership, target, health, Set.of())
          .ifPresent(
              silent -> {
                throw RequestException.refused(silent + "; with force it is tried nevertheless");
              });
    }
  }

  private void intend(String id, String intended, Deadline deadline) {
    registration
        .intend(id, intended)
        .ifPresent(
            logged -> Waiting.result(logged, deadline, Outcome.UNKNOWN, "recording the intention"));
  }

  private boolean isNoMember(String id) {
    return replicator.membership().peer(id).isEmpty();
  }

  private boolean isVoter(String id) {
    return replicator.membership().voters().contains(id);
  }

  private MembershipReply reply(String node, long start, String message) {
    Membership membership = replicator.membership();
    return MembershipReply.newBuilder()
        .setNode(node)
        .addAllVoters(membership.voters().stream().map(membership::nameOf).sorted().toList())
        .addAllLearners(membership.learners().stream().map(membership::nameOf).sorted().toList())
        .setTookMs(Duration.ofNanos(System.nanoTime() - start).toMillis())
        .setMessage(message)
        .build();
  }
}
