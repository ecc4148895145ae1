package io.quorate.server.ailment;

import java.util.Comparator;
import java.util.Optional;

/**
 * Which of the things that this node measured of itself it was that cost it leadership. A stalled
 * disk makes the node fall silent on purpose, and a pause looks like a lost link from within: hence
 * the order, and what was a pause does not count as silence.
 */
public record Ailments(PauseMonitor pauses, DiskStalls stalls) {
  /**
   * What ailed it between the two instants; empty = nothing that it knows of.
   *
   * @param silentSinceNanos since when it has heard of no majority of the voters, 0 = it has
   */
  public Optional<Ailment> between(long fromNanos, long untilNanos, long silentSinceNanos) {
    Spell stall = stalls.between(fromNanos, untilNanos);
    if (stall != null) {
      return Optional.of(
          new Ailment(
              "disk_stall",
              "had a disk that took no writes for %d ms".formatted(ms(stall.nanos()))));
    }
    Optional<Pause> pause =
        pauses.pauses().stream()
            .filter(each -> each.spell().within(fromNanos, untilNanos) > 0)
            .max(Comparator.comparingLong(each -> each.spell().nanos()));
    long silence = silentSinceNanos == 0 ? 0 : silence(silentSinceNanos, untilNanos);
    if (pause.isPresent() && pause.get().spell().nanos() >= silence) {
      return Optional.of(of(pause.get()));
    }
    return silence == 0
        ? Optional.empty()
        : Optional.of(
            new Ailment(
                "link_lost",
                "ran on and heard of no majority of the voters for %d ms".formatted(ms(silence))));
  }

  private long silence(long sinceNanos, long untilNanos) {
    long paused =
        pauses.pauses().stream()
            .mapToLong(each -> each.spell().within(sinceNanos, untilNanos))
            .sum();
    return Math.max(0, untilNanos - sinceNanos - paused);
  }

  private static Ailment of(Pause pause) {
    long stood = ms(pause.spell().nanos());
    return pause.collectedMs() * 2 > stood
        ? new Ailment(
            "gc",
            "stood still for %d ms, of which it collected garbage for %d ms"
                .formatted(stood, pause.collectedMs()))
        : new Ailment("pause", "stood still for %d ms".formatted(stood));
  }

  private static long ms(long nanos) {
    return nanos / 1_000_000;
  }
}
