package io.quorate.server.replication;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaderWarmUpTest {
  @TempDir Path directory;

  @Test
  void playsToItsEndAndLeavesNothing() {
    var folder = directory.resolve("warm-up");
    try (var warmUp = LeaderWarmUp.begin(folder, Duration.ZERO, () -> true)) {
      Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> warmUp.took().isPresent());
      assertFalse(Files.exists(folder));
    }
  }

  @Test
  void endsWithItsNodeAndLeavesNothing() {
    var folder = directory.resolve("warm-up");
    var warmUp = LeaderWarmUp.begin(folder, Duration.ZERO, () -> true);
    Awaitility.await().until(() -> Files.exists(folder));
    warmUp.close();
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !Files.exists(folder));
    assertTrue(warmUp.took().isEmpty());
  }

  @Test
  void doesNothingWhereItIsOfNoUse() {
    var folder = directory.resolve("warm-up");
    var warmUp = LeaderWarmUp.begin(folder, Duration.ZERO, () -> false);
    warmUp.close();
    assertFalse(Files.exists(folder));
    assertTrue(warmUp.took().isEmpty());
  }
}
