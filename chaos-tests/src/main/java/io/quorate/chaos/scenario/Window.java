package io.quorate.chaos.scenario;

import io.quorate.chaos.Await;
import io.quorate.chaos.cluster.Cluster;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A stretch of time in which every workload shall get something done. It opens at once.
 *
 * <p>Only what the store did counts, not what it refused: see {@link Crew#done}.
 */
final class Window {
  private final Cluster cluster;
  private final int enough;
  private final long opened = System.nanoTime();
  private final Map<Crew, Long> before = new LinkedHashMap<>();

  /**
   * @param enough see {@link Scenario}
   */
  Window(List<Crew> crews, Cluster cluster, int enough) {
    this.cluster = cluster;
    this.enough = enough;
    crews.forEach(crew -> before.put(crew, crew.done()));
  }

  /**
   * Waits until it has been open for {@code atLeast} and enough was done in it; answers how much.
   *
   * @throws AssertionError after a minute: what struck while nothing happened shows nothing
   */
  String await(Duration atLeast) {
    Supplier<String> seen = () -> "vacuous: " + this + "; " + cluster.describe();
    Await.until(
        enough + " operations of each workload succeed, in " + atLeast.toMillis() + " ms or more",
        Cluster.SOON,
        () -> System.nanoTime() - opened >= atLeast.toNanos() && isEnough(),
        seen);
    return toString();
  }

  private boolean isEnough() {
    return before.keySet().stream()
        .allMatch(crew -> progress(crew) >= crew.workload().enough(enough));
  }

  private long progress(Crew crew) {
    return crew.done() - before.getOrDefault(crew, 0L);
  }

  @Override
  public String toString() {
    var all =
        before.keySet().stream()
            .map(crew -> crew.name() + "=" + progress(crew))
            .collect(Collectors.joining(", "));
    var seconds = (System.nanoTime() - opened) / 1e9;
    return "%.1f s, %s".formatted(seconds, all);
  }
}
