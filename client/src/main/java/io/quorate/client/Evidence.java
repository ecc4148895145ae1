package io.quorate.client;

import java.time.Duration;
import java.util.Optional;

/**
 * What a read says of itself: who served it and how fresh it is.
 *
 * @param node name of the node that served it
 * @param role leader, follower, candidate or learner
 * @param appliedIndex of the state that was read
 * @param readIndex the index it had to reach; 0 = none
 * @param method read_index, lease, token, bounded or local
 * @param stalenessMs proven upper bound; 0 = none possible; -1 = nothing proven
 * @param token of the state that was read
 */
public record Evidence(
    String node,
    String role,
    long epoch,
    long term,
    long appliedIndex,
    long readIndex,
    String method,
    long stalenessMs,
    Token token) {

  /** The proven upper bound of its age; empty when nothing is proven. */
  public Optional<Duration> staleness() {
    return stalenessMs < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(stalenessMs));
  }
}
