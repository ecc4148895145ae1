package io.quorate.server.failover;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Who saw whose process gone, kept for those who ask later why a leader changed. Thread-safe. */
final class Witnesses {
  /** What a node saw with its own eyes is about the present for so long. */
  static final Duration FRESH = Duration.ofSeconds(3);

  private static final int ENDS = 32;

  private record End(String leader, long term) {}

  @GuardedBy("this")
  private final Map<String, Long> seenGoneNanos = new HashMap<>();

  @GuardedBy("this")
  private final Map<End, Set<String>> ends =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<End, Set<String>> eldest) {
          return size() > ENDS;
        }
      };

  /** This node did, whoever leads. */
  synchronized void sawGone(String peer, long nowNanos) {
    seenGoneNanos.put(peer, nowNanos);
  }

  synchronized boolean hasSeenGone(String peer, long nowNanos) {
    Long seen = seenGoneNanos.get(peer);
    return seen != null && nowNanos - seen <= FRESH.toNanos();
  }

  /** A node says so of the leader of a term. */
  synchronized void saw(String leader, long term, String witness) {
    ends.computeIfAbsent(new End(leader, term), end -> new HashSet<>()).add(witness);
  }

  synchronized Set<String> of(String leader, long term) {
    return Set.copyOf(ends.getOrDefault(new End(leader, term), Set.of()));
  }
}
