package io.quorate.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.change.ChangeRecord;
import io.quorate.command.Bytes;
import io.quorate.command.Command;
import io.quorate.command.Proposed;
import io.quorate.proto.v1.Change;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeLogTest {
  @TempDir Path folder;
  private Driver driver;

  @BeforeEach
  void open() {
    driver = new Driver(folder);
  }

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void everyEffectIsThereInOrderWithTheEndsOfOperations() {
    driver.entry(
        Proposed.of(new Command.Noop()),
        Proposed.of(
            new Command.Transaction(
                List.of(),
                List.of(
                    new Command.Put(Bytes.utf8("a"), Bytes.utf8("1")),
                    new Command.Delete(Bytes.utf8("a")),
                    new Command.Delete(Bytes.utf8("absent"))),
                List.of())),
        Proposed.of(new Command.LeaseGrant(3, 1_000)));
    List<ChangeRecord> changes = changes(0);
    assertEquals(List.of(1L, 2L, 3L), changes.stream().map(ChangeRecord::counter).toList());
    assertEquals(
        List.of(1, 1, 2), changes.stream().map(record -> record.change().getOperation()).toList());
    assertEquals(
        List.of(false, true, true),
        changes.stream().map(record -> record.change().getLast()).toList());
    Change put = changes.getFirst().change();
    assertEquals("1", put.getPut().getValue().toStringUtf8());
    assertEquals(1, put.getIndex());
    assertEquals(driver.timeMs, put.getTimeMs());
    assertEquals("a", changes.get(1).change().getDelete().getKey().toStringUtf8());
    assertTrue(changes.get(1).change().getDelete().getValue().isEmpty());
    assertEquals("granted", changes.get(2).change().getLease().getKind());
  }

  @Test
  void aSessionsOperationCarriesItsResultEvenWithoutEffect() {
    long session = driver.openSession();
    driver.run(session, 4, 0, new Command.Delete(Bytes.utf8("absent")));
    driver.run(session, 4, 0, new Command.Delete(Bytes.utf8("absent")));
    List<ChangeRecord> changes = changes(2);
    assertEquals(1, changes.size(), "a duplicate leaves none");
    Change change = changes.getFirst().change();
    assertEquals(session, change.getSessionId());
    assertEquals(4, change.getSequence());
    assertTrue(change.getLast() && change.hasResult());
    assertFalse(change.getResult().getDelete().getDeleted());
    assertEquals(Change.KindCase.KIND_NOT_SET, change.getKindCase());
  }

  @Test
  void atMostAsManyAsConfiguredAreKept() {
    driver.run(new Command.Configure(100, 0, 0, 0, 0, 0));
    for (int i = 1; i <= 1000; i++) {
      driver.put("k" + i % 7, "v");
      try (View view = driver.engine.view()) {
        long kept = view.operations() - view.firstChange() + 1;
        assertTrue(kept <= 100 && kept >= Math.min(i, 97), "kept " + kept + " of " + i);
      }
    }
    List<ChangeRecord> changes = changes(0);
    assertEquals(1000, changes.getLast().counter());
    try (View view = driver.engine.view()) {
      assertEquals(view.firstChange(), changes.getFirst().counter());
      assertEquals(view.operations() - view.firstChange() + 1, changes.size());
    }
  }

  @Test
  void anEntryOverTheLimitDoesNotStay() {
    driver.run(new Command.Configure(10, 0, 0, 0, 0, 0));
    Proposed put = Proposed.of(new Command.Put(Bytes.utf8("a"), Bytes.EMPTY));
    driver.entry(Collections.nCopies(50, put).toArray(Proposed[]::new));
    assertEquals(List.of(), changes(0));
    driver.put("b", "1");
    assertEquals(List.of(51L), changes(0).stream().map(ChangeRecord::counter).toList());
  }

  @Test
  void bytesAndAgeBoundItAsWell() {
    driver.run(new Command.Configure(0, 20_000, 0, 0, 0, 0));
    for (int i = 0; i < 100; i++) {
      driver.run(new Command.Put(Bytes.utf8("a"), Bytes.wrap(new byte[1000])));
      assertTrue(driver.engine.stats().changeBytes() <= 20_000);
    }
    assertTrue(driver.engine.stats().changeBytes() > 15_000);
    driver.run(new Command.Configure(0, 0, 64_000, 0, 0, 0));
    driver.timeMs += 10_000;
    driver.put("a", "old");
    driver.timeMs += 64_000 + 1_000;
    driver.put("a", "new");
    driver.timeMs += 1_000;
    driver.put("a", "newer");
    List<ChangeRecord> changes = changes(0);
    assertEquals(
        List.of("new", "newer"),
        changes.stream()
            .map(record -> record.change().getPut().getValue().toStringUtf8())
            .toList());
  }

  @Test
  void aReaderMayBeginAndEndWithinAnEntry() {
    Proposed put = Proposed.of(new Command.Put(Bytes.utf8("a"), Bytes.wrap(new byte[1 << 20])));
    driver.entry(Collections.nCopies(7, put).toArray(Proposed[]::new));
    driver.put("b", "1");
    driver.entry(Collections.nCopies(3, put).toArray(Proposed[]::new));
    for (long from = 0; from <= 11; from++) {
      long first = Math.max(1, from);
      assertEquals(
          LongStream.rangeClosed(first, Math.min(11, first + 1)).boxed().toList(),
          counters(from, 2),
          "from " + from);
    }
    assertEquals(List.of(2L, 3L, 4L, 5L), counters(2, 1000), "4 MiB");
    assertEquals(List.of(8L, 9L, 10L, 11L), counters(8, 1000));
    assertEquals(List.of(), counters(12, 1000));
  }

  private List<Long> counters(long from, int limit) {
    try (View view = driver.engine.view()) {
      return view.changes(from, limit).stream().map(ChangeRecord::counter).toList();
    }
  }

  @Test
  void aViewThatIsOlderThanATrimSeesNoGap() {
    driver.run(new Command.Configure(100, 0, 0, 0, 0, 0));
    for (int i = 0; i < 90; i++) {
      driver.put("a", "v");
    }
    try (View old = driver.engine.view()) {
      for (int i = 0; i < 2000; i++) {
        driver.put("a", "v");
        if (i % 50 == 0) {
          driver.engine.flush();
        }
      }
      driver.engine.flush();
      List<Long> seen = old.changes(1, 1000).stream().map(ChangeRecord::counter).toList();
      for (int i = 1; i < seen.size(); i++) {
        assertEquals(seen.get(i - 1) + 1, seen.get(i));
      }
    }
  }

  @Test
  void whatWasTrimmedLeavesTheDisk() {
    driver.run(new Command.Configure(100, 0, 0, 0, 0, 0));
    Random random = new Random(1); // its bytes do not compress
    byte[] value = new byte[1000];
    for (int i = 1; i <= 4000; i++) {
      random.nextBytes(value);
      driver.run(new Command.Put(Bytes.utf8("a"), Bytes.wrap(value.clone())));
      if (i % 100 == 0) {
        driver.engine.flush();
      }
    }
    long written = 4000L * value.length;
    // Files are dropped once compaction has moved them out of level 0, on a thread of its own.
    await()
        .until(
            () -> {
              driver.put("a", "v");
              driver.engine.flush();
              return driver.engine.stats().diskBytes() < written / 4;
            });
    assertEquals(100, changes(0).size(), 3);
  }

  @Test
  void oneEntryTrimsABoundedNumberOfSegments() {
    for (int i = 0; i < 60; i++) {
      driver.timeMs += 24L * 3600 * 1000 / 64;
      driver.put("a", "v");
    }
    driver.run(new Command.Configure(1, 0, 0, 0, 0, 0));
    long kept = changes(0).size();
    assertTrue(kept > 20 && kept < 60, "kept " + kept);
    for (int i = 0; i < 5; i++) {
      driver.run(new Command.Noop());
    }
    assertTrue(changes(0).size() <= 1);
  }

  @Test
  void theCountersSurviveARestart() {
    driver.run(new Command.Configure(100, 0, 0, 0, 0, 0));
    for (int i = 0; i < 150; i++) {
      driver.put("a", "v");
    }
    EngineStats before = driver.engine.stats();
    driver.engine.flush();
    driver.close();
    driver = new Driver(folder);
    EngineStats after = driver.engine.stats();
    assertEquals(before.firstChange(), after.firstChange());
    assertEquals(before.nextChange(), after.nextChange());
    assertEquals(before.changeBytes(), after.changeBytes());
    assertEquals(3, changes(149, 10).getFirst().change().getPut().getVersion() - 146);
    assertEquals(2, changes(149, 10).size());
    assertEquals(1, changes(149, 1).size());
    assertEquals(0, changes(1, 0).size());
  }

  private List<ChangeRecord> changes(long from) {
    return changes(from, 10_000);
  }

  private List<ChangeRecord> changes(long from, int limit) {
    try (View view = driver.engine.view()) {
      return view.changes(from, limit);
    }
  }
}
