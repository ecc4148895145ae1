package io.quorate.server.rehearsal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailoverRehearsalTest {
  @TempDir Path directory;

  @Test
  void playsToItsEndAndLeavesNothing() {
    var before = threads();
    var folder = directory.resolve("warm-up");
    try (var rehearsal = FailoverRehearsal.begin(folder, Duration.ZERO, () -> true)) {
      Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> rehearsal.took().isPresent());
      assertFalse(Files.exists(folder));
    }
    Awaitility.await().until(() -> threads().stream().allMatch(before::contains));
  }

  /** What would show that a part of it was not closed. */
  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.contains("@group") || name.startsWith("quorate-"))
        .collect(Collectors.toSet());
  }

  @Test
  void endsWithItsNodeAndLeavesNothing() {
    var folder = directory.resolve("warm-up");
    var rehearsal = FailoverRehearsal.begin(folder, Duration.ZERO, () -> true);
    Awaitility.await().until(() -> Files.exists(folder));
    rehearsal.close();
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !Files.exists(folder));
    assertTrue(rehearsal.took().isEmpty());
  }

  @Test
  void doesNothingWhereItIsOfNoUse() {
    var folder = directory.resolve("warm-up");
    var rehearsal = FailoverRehearsal.begin(folder, Duration.ZERO, () -> false);
    rehearsal.close();
    assertFalse(Files.exists(folder));
    assertTrue(rehearsal.took().isEmpty());
  }
}
