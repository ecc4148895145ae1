package io.quorate.server.topology.membership;

import io.quorate.server.replication.Membership;
import io.quorate.server.replication.PeerAddress;
import io.quorate.server.topology.membership.Reconfiguration.Target;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Whether and how a learner becomes a voter: the rules, without effects. */
final class Promotion {
  private Promotion() {}

  /** Either the new configuration or why there is none now. */
  sealed interface Verdict {
    record Go(Target target) implements Verdict {}

    record NotNow(String reason) implements Verdict {}
  }

  /** {@code health} is the leader's. Blocks up to a second when a namesake must be asked for. */
  static Verdict of(Membership membership, String learner, PeerHealth health) {
    Optional<PeerAddress> found =
        membership.peer(learner).filter(peer -> membership.learners().contains(peer.id()));
    if (found.isEmpty()) {
      return new Verdict.NotNow(learner + " is not a learner of this group");
    }
    PeerAddress peer = found.get();
    if (!health.isInTouch(learner)) {
      return new Verdict.NotNow(
          peer.name() + " has not answered for " + health.silence(learner).toMillis() + " ms");
    }
    if (!health.isCaughtUp(learner)) {
      return new Verdict.NotNow(peer.name() + " is " + health.behind(learner) + " entries behind");
    }
    Optional<PeerAddress> namesake =
        membership.peers().stream()
            .filter(
                other ->
                    membership.voters().contains(other.id()) && other.name().equals(peer.name()))
            .findFirst();
    Set<String> replaced = namesake.map(PeerAddress::id).map(Set::of).orElse(Set.of());
    Target target = Target.without(membership, replaced).plusVoter(peer);
    // The namesake's address is this peer's: whatever seems to come from there does not count for
    // it.
    Optional<String> silent = silentMajority(membership, target, health, replaced);
    if (silent.isPresent()) {
      return new Verdict.NotNow(silent.get());
    }
    // Last, for it asks over the network.
    if (namesake.isPresent() && !health.isGone(namesake.get())) {
      return new Verdict.NotNow(
          peer.name()
              + " is to replace "
              + namesake.get().id()
              + ", which is still alive at "
              + namesake.get().grpc());
    }
    return new Verdict.Go(target);
  }

  /**
   * Why the change could not be completed now; empty when majorities of the voters before and after
   * it are in touch, without counting {@code gone}.
   */
  static Optional<String> silentMajority(
      Membership before, Target target, PeerHealth health, Set<String> gone) {
    Set<String> after = new HashSet<>();
    target.voters().forEach(voter -> after.add(voter.id()));
    Set<String> all = new HashSet<>(after);
    all.addAll(before.voters());
    all.removeAll(gone);
    Set<String> inTouch = health.inTouch(all);
    if (!before.isMajority(inTouch)) {
      return Optional.of("the leader is not in touch with a majority of the voters");
    }
    return new Membership(after, Set.of(), Set.of(), target.voters()).isMajority(inTouch)
        ? Optional.empty()
        : Optional.of(
            "of the voters after the change no majority would be in touch with the leader");
  }
}
