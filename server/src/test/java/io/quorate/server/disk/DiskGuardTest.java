package io.quorate.server.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskGuardTest {
  private static final int BALLAST = 1000;
  private static final DiskSpaceConfig CONFIG =
      new DiskSpaceConfig(BALLAST, 500, 100, 50, Duration.ofHours(1));

  @TempDir Path data;
  private final FakeDisk disk = new FakeDisk();
  private final List<DiskSpace> changes = new ArrayList<>();
  private DiskGuard guard;

  /** Free bytes as if nothing of ours were on it; the ballast's are taken off when it is there. */
  private final class FakeDisk implements UsableSpace {
    volatile long bytes = 10_000;

    @Override
    public long bytes() throws IOException {
      Path ballast = data.resolve("ballast");
      return bytes - (Files.exists(ballast) ? Files.size(ballast) : 0);
    }
  }

  @BeforeEach
  void open() {
    guard = new DiskGuard(data, CONFIG, disk, (space, usable) -> changes.add(space));
  }

  @AfterEach
  void close() {
    guard.close();
  }

  private void free(long bytes) {
    disk.bytes = BALLAST + bytes;
    guard.poll();
  }

  @Test
  void theBallastTakesRealBlocksAndIsMadeOnce() throws IOException {
    Path ballast = data.resolve("ballast");
    assertEquals(BALLAST, Files.size(ballast));
    byte[] content = Files.readAllBytes(ballast);
    assertTrue(
        java.util.stream.IntStream.range(0, BALLAST).map(i -> content[i]).distinct().count() > 50);
    assertEquals(DiskSpace.OK, guard.space());
  }

  @Test
  void statesChangeAtTheLimitsAndGoBackWithAMargin() {
    free(500);
    assertEquals(DiskSpace.OK, guard.space());
    free(499);
    assertEquals(DiskSpace.LOW, guard.space());
    free(549);
    assertEquals(DiskSpace.LOW, guard.space());
    free(550);
    assertEquals(DiskSpace.OK, guard.space());
    free(99);
    assertEquals(DiskSpace.FULL, guard.space());
    free(149);
    assertEquals(DiskSpace.FULL, guard.space());
    free(150);
    assertEquals(DiskSpace.LOW, guard.space());
    assertEquals(List.of(DiskSpace.LOW, DiskSpace.OK, DiskSpace.FULL, DiskSpace.LOW), changes);
  }

  @Test
  void givingTheBallastBackIsNotRecovery() {
    free(50);
    guard.release();
    assertFalse(Files.exists(data.resolve("ballast")));
    guard.poll();
    assertEquals(DiskSpace.FULL, guard.space());
    assertFalse(Files.exists(data.resolve("ballast")));
    assertEquals(List.of(DiskSpace.FULL), changes);
  }

  @Test
  void theBallastComesBackWithTheSpace() {
    free(50);
    guard.release();
    free(5_000);
    assertTrue(Files.exists(data.resolve("ballast")));
    assertEquals(DiskSpace.OK, guard.space());
  }

  @Test
  void whoeverMeetsNoSpaceFirstDeclaresItFull() {
    guard.release();
    assertEquals(DiskSpace.FULL, guard.space());
    assertEquals(List.of(DiskSpace.FULL), changes);
  }

  @Test
  void fullLastsWhileTheBallastDoesNotFitWhateverTheFileSystemReports() throws IOException {
    guard.release();
    // What cannot be created stands for a quota that the file system's numbers do not show.
    Path inTheWay = Files.createDirectories(data.resolve("ballast.tmp").resolve("x"));
    guard.poll();
    assertEquals(DiskSpace.FULL, guard.space());
    Files.delete(inTheWay);
    Files.delete(inTheWay.getParent());
    guard.poll();
    assertEquals(DiskSpace.OK, guard.space());
  }

  @Test
  void itLooksByItself() {
    DiskSpaceConfig often = new DiskSpaceConfig(0, 500, 100, 50, Duration.ofMillis(5));
    FakeDisk other = new FakeDisk();
    try (DiskGuard polling =
        new DiskGuard(
            data,
            often,
            other,
            (space, usable) -> {
              throw new IllegalStateException("a listener that fails must not end the watch");
            })) {
      other.bytes = 0;
      Awaitility.await().until(() -> polling.space() == DiskSpace.FULL);
      other.bytes = 100_000;
      Awaitility.await().until(() -> polling.space() == DiskSpace.OK);
    }
  }
}
