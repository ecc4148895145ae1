package io.quorate.chaos.nemesis;

import io.quorate.chaos.nemesis.Nemesis.Mending;
import java.time.Duration;
import java.util.List;

/** What happens to the wall clocks of nodes. */
final class Clocks {
  private static final int MOST_MINUTES = 10;

  private Clocks() {}

  static List<Nemesis> all() {
    return List.of(
        Nemesis.of("leader-48h-ahead", Means.CLOCK, Toll.NONE, Clocks::leaderAhead),
        Nemesis.of("skewed-clocks", Means.CLOCK, Toll.NONE, Clocks::skewed));
  }

  private static Mending leaderAhead(Arena arena) {
    var victim = arena.takeLeader();
    var clock = arena.clock().orElseThrow();
    clock.set(victim, Duration.ofDays(2));
    return () -> {
      clock.set(victim, Duration.ZERO);
      arena.release(victim);
    };
  }

  /** Each clock jumps somewhere else, some minutes behind or ahead. */
  private static Mending skewed(Arena arena) {
    var clock = arena.clock().orElseThrow();
    var most = Duration.ofMinutes(MOST_MINUTES).toMillis();
    for (var node : arena.cluster().nodes()) {
      clock.set(node, Duration.ofMillis(arena.random().nextLong(-most, most)));
    }
    return () -> arena.cluster().nodes().forEach(node -> clock.set(node, Duration.ZERO));
  }
}
