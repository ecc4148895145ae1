package io.quorate.server.ailment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AilmentsTest {
  private static final long MS = 1_000_000;
  private static final Duration AT_LEAST = Duration.ofMillis(100);

  private long collectedMs;
  private final PauseMonitor pauses = new PauseMonitor(AT_LEAST, 0, () -> collectedMs);
  private final DiskStalls stalls = new DiskStalls();
  private final Ailments ailments = new Ailments(pauses, stalls);

  private Optional<Ailment> between(long fromMs, long untilMs, long silentSinceMs) {
    return ailments.between(fromMs * MS, untilMs * MS, silentSinceMs * MS);
  }

  private void runUntil(long ms) {
    pauses.look(ms * MS);
  }

  @Test
  void nothingAiledANodeThatNoticedNothing() {
    runUntil(20);
    runUntil(110);
    assertEquals(Optional.empty(), between(0, 200, 0));
  }

  @Test
  void aLateLookIsAPauseAndItsSilenceIsNotTheLinks() {
    runUntil(20);
    runUntil(2020);
    Ailment pause = new Ailment("pause", "stood still for 2000 ms");
    assertEquals(Optional.of(pause), between(1900, 2100, 0));
    assertEquals(Optional.of(pause), between(1900, 2100, 30));
    assertEquals(Optional.empty(), between(2030, 2100, 0), "it was long over");
  }

  @Test
  void aPauseThatTheCollectorMadeIsItsOwn() {
    runUntil(20);
    collectedMs = 1500;
    runUntil(2020);
    assertEquals(
        Optional.of(
            new Ailment(
                "gc", "stood still for 2000 ms, of which it collected garbage for 1500 ms")),
        between(1900, 2100, 0));
  }

  @Test
  void aLongSilenceOfANodeThatRanIsTheLinksThoughItPausedForAMoment() {
    runUntil(20);
    runUntil(220);
    assertEquals(
        Optional.of(
            new Ailment("link_lost", "ran on and heard of no majority of the voters for 4880 ms")),
        between(0, 5100, 100));
  }

  @Test
  void aStalledDiskExplainsTheSilenceThatItCauses() {
    stalls.began(1000 * MS);
    assertEquals(
        Optional.of(new Ailment("disk_stall", "had a disk that took no writes for 1500 ms")),
        between(1400, 2500, 1100));
    stalls.ended(4000 * MS);
    assertEquals(
        Optional.of(new Ailment("disk_stall", "had a disk that took no writes for 3000 ms")),
        between(1400, 4100, 1100));
    assertEquals(Optional.empty(), between(4050, 5000, 0));
  }
}
