package io.quorate.server.failover;

import io.quorate.server.replication.Membership;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the voters have said of lost leaders, and whether that is enough. Time comes from outside.
 * Not thread-safe.
 */
final class Losses {
  /** Older words count no more: whoever has lost the leader repeats it. */
  static final Duration YOUNG = Duration.ofMillis(500);

  private static final Comparator<Loss> BEST_PLACED_FIRST =
      Comparator.comparing(Loss::last).thenComparing(Loss::from).reversed();

  private record Heard(Loss loss, long nanos) {}

  private final Map<String, Heard> lastOf = new HashMap<>();

  void heard(Loss loss, long nowNanos) {
    lastOf.put(loss.from(), new Heard(loss, nowNanos));
  }

  /** Whether {@code voter} has lost that leader, as far as is known. */
  boolean contains(String voter, String leader, long term, long nowNanos) {
    return of(leader, term, nowNanos).stream().anyMatch(loss -> loss.from().equals(voter));
  }

  /**
   * The place of {@code self} among those who lost the leader, 0 = the longest log; empty while
   * they are no majority (of both sets of voters while the membership changes) or {@code self} is
   * not among them.
   */
  OptionalInt rank(String self, String leader, long term, Membership membership, long nowNanos) {
    List<Loss> losses = ofVoters(leader, term, membership, nowNanos);
    Set<String> who = losses.stream().map(Loss::from).collect(Collectors.toSet());
    if (!membership.isMajority(who) || !who.contains(self)) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(
        losses.stream().sorted(BEST_PLACED_FIRST).map(Loss::from).toList().indexOf(self));
  }

  /** How many voters have lost that leader. */
  int count(String leader, long term, Membership membership, long nowNanos) {
    return ofVoters(leader, term, membership, nowNanos).size();
  }

  private List<Loss> ofVoters(String leader, long term, Membership membership, long nowNanos) {
    Set<String> voters = membership.allVoters().collect(Collectors.toSet());
    return of(leader, term, nowNanos).stream()
        .filter(loss -> voters.contains(loss.from()))
        .toList();
  }

  private List<Loss> of(String leader, long term, long nowNanos) {
    return lastOf.values().stream()
        .filter(heard -> nowNanos - heard.nanos <= YOUNG.toNanos())
        .map(Heard::loss)
        .filter(loss -> loss.term() == term && loss.leader().equals(leader))
        .toList();
  }
}
