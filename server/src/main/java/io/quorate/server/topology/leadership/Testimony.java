package io.quorate.server.topology.leadership;

import io.quorate.server.failover.Sight;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What voters say of a former leader and of the election after it.
 *
 * @param sights peer id → what it sees of the former leader's process; who did not answer is absent
 * @param votes how many say that they voted for the new leader, itself included
 */
public record Testimony(Map<String, Sight> sights, int votes) {
  public static final Testimony NONE = new Testimony(Map.of(), 0);

  public Testimony {
    sights = Map.copyOf(sights);
  }

  /**
   * The sight that counts: a refusal is proof, a connection that is taken is more than none, and
   * one that still sees it alive may look through a link that others have not.
   */
  Sight verdict() {
    return Stream.of(Sight.GONE, Sight.SILENT, Sight.UNREACHABLE, Sight.ALIVE)
        .filter(sights::containsValue)
        .findFirst()
        .orElse(Sight.UNKNOWN);
  }

  /** How many see that. */
  long count(Sight sight) {
    return sights.values().stream().filter(sight::equals).count();
  }
}
