package io.quorate.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.history.check.Initial;
import io.quorate.history.check.LinearizableRegisters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("history.jsonl");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void whatIsRecordedIsRead() throws IOException {
    try (var recorder = Recorder.open(file(), "s", RecorderOptions.DEFAULTS)) {
      recorder
          .invoke(Operation.WRITE, "a\"é", "1")
          .ok(new Completion(new Version(7, 1), "n1", "3-4", null, null));
      recorder.invoke(Operation.WRITE, "b", "2").fail();
      recorder.invoke(Operation.WRITE, "c", "3").info(Completion.NONE.sent(4));
      recorder
          .invoke(Operation.READ, "a\"é", null)
          .ok("1", new Completion(null, "n2", null, "session", 12L));
      recorder
          .invoke(Operation.WRITE, "d", "4", new Version(7, 1))
          .fail(Completion.refused(new Version(0, 2)));
    }
    var operations = History.read(file()).operations();
    assertEquals(5, operations.size());
    var write = operations.get(0);
    assertEquals("a\"é", write.key());
    assertEquals(new Version(7, 1), write.version());
    assertEquals("s", write.session());
    assertEquals(Outcome.FAIL, operations.get(1).outcome());
    assertEquals(Outcome.INFO, operations.get(2).outcome());
    assertEquals(4L, operations.get(2).details().attempts());
    assertNull(write.details().attempts());
    assertEquals(12L, operations.get(3).details().stalenessMs());
    assertEquals("1", operations.get(3).result());
    assertEquals(new Version(7, 1), operations.get(4).details().expected());
    assertEquals(new Version(0, 2), operations.get(4).version());
  }

  @Test
  void whatLocksAndScansSayIsRead() throws IOException {
    try (var recorder = Recorder.open(file(), "", RecorderOptions.DEFAULTS)) {
      recorder.invoke(Operation.ACQUIRE, "lock", null).ok(7L, Completion.granted(7, 99));
      recorder.invoke(Operation.WRITE, "data", "1").ok(Completion.fenced(7, new Version(3, 1)));
      recorder
          .invoke(Operation.SCAN, null, null)
          .ok(List.of("a", "b"), Completion.page("first", 12, "n1"));
    }
    var operations = History.read(file()).operations();
    assertEquals(7L, operations.get(0).details().fence());
    assertEquals(99L, operations.get(0).details().until());
    assertEquals(7L, operations.get(1).details().fence());
    assertEquals(new Version(3, 1), operations.get(1).version());
    var page = operations.get(2);
    assertEquals(List.of("a", "b"), page.result());
    assertEquals("first", page.details().scan());
    assertEquals(12L, page.details().index());
  }

  @Test
  void manyThreadsRecordALinearizableMap() throws Exception {
    var map = new ConcurrentHashMap<String, String>();
    try (var recorder = Recorder.open(file(), "", RecorderOptions.DEFAULTS)) {
      var threads = Executors.newFixedThreadPool(8);
      for (var thread = 0; thread < 8; thread++) {
        var name = thread;
        threads.execute(
            () -> {
              for (var i = 0; i < 1_000; i++) {
                var key = "k" + i % 7;
                var value = name + "-" + i;
                var write = recorder.invoke(Operation.WRITE, key, value);
                map.put(key, value);
                write.ok(Completion.NONE);
                var read = recorder.invoke(Operation.READ, key, null);
                read.ok(map.get(key), Completion.NONE);
              }
            });
      }
      threads.shutdown();
      assertTrue(threads.awaitTermination(60, TimeUnit.SECONDS));
    }
    var history = History.read(file());
    assertEquals(16_000, history.operations().size());
    var report = new LinearizableRegisters(Initial.ABSENT).check(history);
    assertTrue(report.holds(), report::toString);
  }

  @Test
  void aKeyIsSampledWhollyOrNotAtAllAndByEveryRecorderTheSame() throws IOException {
    var options = RecorderOptions.DEFAULTS.withSampleRatio(0.25);
    try (var one = Recorder.open(file(), "", options);
        var other = Recorder.open(folder.resolve("other"), "", options)) {
      var sampled = 0;
      for (var i = 0; i < 10_000; i++) {
        var key = "user:" + i;
        assertEquals(one.samples(key), other.samples(key));
        assertEquals(one.samples(key), one.invoke(Operation.READ, key, null).isRecorded());
        sampled += one.samples(key) ? 1 : 0;
      }
      assertTrue(sampled > 2_000 && sampled < 3_000, sampled + " of 10,000");
      assertEquals(10_000 - sampled, one.statistics().unsampled());
    }
  }

  @Test
  void whatDoesNotFitGivesItsKeyUpAndSaysSo() throws IOException {
    RecorderStatistics statistics;
    try (var recorder = Recorder.open(file(), "", RecorderOptions.DEFAULTS.withCapacity(1))) {
      for (var i = 0; i < 100_000 && recorder.statistics().dropped() == 0; i++) {
        recorder.invoke(Operation.WRITE, "a", "v" + i).ok(Completion.NONE);
      }
      statistics = recorder.statistics();
    }
    assertTrue(statistics.dropped() > 0, statistics::toString);
    var history = History.read(file());
    assertTrue(history.droppedKeys().contains("a"));
    assertFalse(history.byKey().containsKey("a"));
    var report = new LinearizableRegisters(Initial.ABSENT).check(history);
    assertFalse(report.holds());
    assertTrue(report.unknowns().get(0).contains("key a"), report::toString);
  }

  @Test
  void hashedAndLargeValuesCanBeComparedButNotRead() throws IOException {
    try (var plain = Recorder.open(file(), "", RecorderOptions.DEFAULTS);
        var hashing =
            Recorder.open(
                folder.resolve("hashed"), "", RecorderOptions.DEFAULTS.withHashedValues())) {
      assertEquals("secret", plain.value(bytes("secret")));
      assertEquals("0x00ff", plain.value(new byte[] {0, (byte) 0xff}));
      assertNotEquals(plain.value(bytes("0x00ff")), plain.value(new byte[] {0, (byte) 0xff}));
      assertEquals(33, hashing.value(bytes("secret")).length());
      assertEquals(hashing.value(bytes("secret")), hashing.value(bytes("secret")));
      assertNotEquals(hashing.value(bytes("secret")), hashing.value(bytes("other")));
      assertEquals(33, plain.value(new byte[100_000]).length());
    }
  }

  @Test
  void twoHistoriesAreNotWrittenIntoOneFile() throws IOException {
    Files.createFile(file());
    assertThrows(
        FileAlreadyExistsException.class,
        () -> Recorder.open(file(), "", RecorderOptions.DEFAULTS).close());
  }

  @Test
  void afterItsEndNothingIsRecordedAndNothingFails() throws IOException {
    var recorder = Recorder.open(file(), "", RecorderOptions.DEFAULTS);
    var open = recorder.invoke(Operation.WRITE, "a", "1");
    recorder.close();
    recorder.close();
    open.ok(Completion.NONE);
    assertFalse(recorder.invoke(Operation.WRITE, "a", "2").isRecorded());
    assertEquals(Outcome.INFO, History.read(file()).operations().get(0).outcome());
  }
}
