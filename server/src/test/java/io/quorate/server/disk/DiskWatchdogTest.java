package io.quorate.server.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskWatchdogTest {
  private static final Duration INTERVAL = Duration.ofMillis(5);
  private static final Duration THRESHOLD = Duration.ofMillis(200);

  private final List<DiskHealth> changes = new CopyOnWriteArrayList<>();
  private final List<String> reasons = new CopyOnWriteArrayList<>();
  private volatile boolean hangs;
  private volatile boolean fails;
  private volatile boolean hanging;
  private final Phaser disk = new Phaser(1);

  private void probe() throws IOException {
    if (hangs) {
      hanging = true;
      disk.awaitAdvance(0);
      hanging = false;
    }
    if (fails) {
      throw new IOException("EIO");
    }
  }

  private DiskWatchdog start() {
    return start(THRESHOLD, System::nanoTime);
  }

  private DiskWatchdog start(Duration threshold, LongSupplier nanoTime) {
    return new DiskWatchdog(
        this::probe,
        INTERVAL,
        threshold,
        (health, reason, since) -> {
          changes.add(health);
          reasons.add(reason);
        },
        nanoTime);
  }

  private static void await(DiskWatchdog watchdog, DiskHealth health) {
    Awaitility.await().until(() -> watchdog.health() == health);
  }

  @Test
  void aHangingWriteIsSeenWhileItHangsAndItsEndToo() {
    try (DiskWatchdog watchdog = start()) {
      assertTrue(watchdog.canWrite());
      hangs = true;
      await(watchdog, DiskHealth.STALLED);
      assertFalse(watchdog.canWrite());
      hangs = false;
      disk.arrive();
      await(watchdog, DiskHealth.HEALTHY);
    }
    assertEquals(List.of(DiskHealth.STALLED, DiskHealth.HEALTHY), changes);
    assertTrue(reasons.getFirst().contains("hanging"), reasons.toString());
  }

  @Test
  void aPauseOfTheWholeProcessIsNoStall() {
    AtomicLong pausedNanos = new AtomicLong();
    AtomicInteger looks = new AtomicInteger();
    try (DiskWatchdog watchdog =
        start(
            Duration.ofMinutes(1),
            () -> {
              looks.incrementAndGet();
              return System.nanoTime() + pausedNanos.get();
            })) {
      hangs = true;
      Awaitility.await().until(() -> hanging);
      pausedNanos.addAndGet(Duration.ofHours(1).toNanos());
      int before = looks.get(); // while the write hangs only the watcher asks for the time
      Awaitility.await().until(() -> looks.get() > before + 2);
      assertTrue(watchdog.canWrite());
      hangs = false;
      disk.arrive();
      Awaitility.await().until(() -> !hanging);
    }
    assertEquals(List.of(), changes);
  }

  @Test
  void closingDoesNotWaitForAHangingWrite() {
    hangs = true;
    DiskWatchdog watchdog = start();
    await(watchdog, DiskHealth.STALLED);
    watchdog.close();
    disk.arrive();
  }

  @Test
  void aFailingDiskIsSeenAndItsRecoveryToo() {
    try (DiskWatchdog watchdog = start()) {
      fails = true;
      await(watchdog, DiskHealth.FAILING);
      fails = false;
      await(watchdog, DiskHealth.HEALTHY);
    }
    assertTrue(reasons.getFirst().contains("EIO"), reasons.toString());
  }

  @Test
  void theRealProbeWritesOneBlockInPlace(@TempDir Path data) throws IOException {
    try (DiskWatchdog watchdog =
        new DiskWatchdog(data, INTERVAL, Duration.ofMinutes(1), (health, reason, since) -> {})) {
      Awaitility.await().until(() -> !watchdog.lastWrite().isZero());
      assertTrue(watchdog.canWrite());
    }
    assertEquals(4096, Files.size(data.resolve("probe")));
  }
}
