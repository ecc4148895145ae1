package io.quorate.cli.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two acknowledged writes of one key, and what its last read proves. */
class WriteAuditTest {
  @TempDir private Path folder;
  private final Histories history = new Histories();

  @BeforeEach
  void write() {
    history.ok("k", "a", 1, "n1", 0, 10).ok("k", "b", 2, "n1", 20, 30);
  }

  private WriteAudit audit() {
    return WriteAudit.of(history.at(folder.resolve("h.jsonl")));
  }

  @Test
  void allIsThere() {
    history.read("k", "b", 2, 40, 50);
    assertEquals(new WriteAudit(0, 0), audit());
  }

  @Test
  void anAbsentKeyHasLostAll() {
    history.read("k", null, 0, 40, 50);
    assertEquals(new WriteAudit(2, 0), audit());
  }

  @Test
  void anOlderVersionHasLostTheNewer() {
    history.read("k", "a", 1, 40, 50);
    assertEquals(new WriteAudit(1, 0), audit());
  }

  @Test
  void aVersionWithAnotherValueHasLostTheOneThatWasAcknowledged() {
    history.unknown("k", "c", 31, 39).read("k", "c", 2, 40, 50);
    assertEquals(new WriteAudit(1, 0), audit());
  }

  @Test
  void twoWritesCannotBothHaveTheSameVersion() {
    history.ok("k", "c", 2, "n2", 31, 39).read("k", "b", 2, 40, 50);
    assertEquals(new WriteAudit(1, 0), audit());
  }

  @Test
  void aVersionThatNobodyWroteIsADuplicate() {
    history.read("k", "b", 3, 40, 50);
    assertEquals(new WriteAudit(0, 1), audit());
  }

  @Test
  void aWriteOfUnknownOutcomeExplainsOneVersion() {
    history.unknown("k", "c", 31, 39).read("k", "b", 3, 40, 50);
    assertEquals(new WriteAudit(0, 0), audit());
    history.read("k", "b", 4, 60, 70);
    assertEquals(new WriteAudit(0, 1), audit());
  }
}
