package io.quorate.server.topology.leadership;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.quorate.proto.v1.LeadershipIntent;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What leaders announced to be about to do, by the term that they led. What a leader says later in
 * the same term replaces what it said before. Thread-safe.
 */
public final class Intents {
  private static final int KEPT = 32;

  @GuardedBy("this")
  private final TreeMap<Long, LeadershipIntent> byTerm = new TreeMap<>();

  /** An announcement, from another member or this node. */
  public synchronized void received(LeadershipIntent intent) {
    byTerm.put(intent.getTerm(), intent);
    if (byTerm.size() > KEPT) {
      byTerm.pollFirstEntry();
    }
  }

  /**
   * How the leader before this term announced to give way.
   *
   * @param leaderTerm the newest term before {@code term} that is known to have had a leader: what
   *     was announced in an earlier one has nothing to do with it
   */
  synchronized Optional<LeadershipIntent> ending(long leaderTerm, long term) {
    if (leaderTerm >= term) {
      return Optional.empty();
    }
    Map.Entry<Long, LeadershipIntent> last = byTerm.lowerEntry(term);
    return Optional.ofNullable(last)
        .map(Map.Entry::getValue)
        .filter(intent -> intent.getTerm() >= leaderTerm && !intent.getTrigger().isEmpty());
  }
}
