package io.quorate.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.client.FakeCluster.Reaction;
import io.quorate.history.History;
import io.quorate.history.Operation;
import io.quorate.history.Version;
import io.quorate.history.check.Checker;
import io.quorate.history.check.Initial;
import io.quorate.proto.v1.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordHistoryTest {
  @TempDir Path folder;
  private final FakeCluster cluster = new FakeCluster(3);

  @AfterEach
  void close() {
    cluster.close();
  }

  private Path file() {
    return folder.resolve("history.jsonl");
  }

  private History record(HistoryRecording recording, Consumer<Kv> work) throws IOException {
    try (var client =
        cluster.client().timeout(Duration.ofSeconds(2)).recordHistory(recording).build()) {
      work.accept(client.kv());
    }
    return History.read(file());
  }

  private History record(Consumer<Kv> work) throws IOException {
    return record(HistoryRecording.to(file()), work);
  }

  private static void assertKept(History history) {
    for (var checker : Checker.all(Initial.ABSENT)) {
      var report = checker.check(history);
      assertTrue(report.holds(), report::toString);
    }
  }

  private static List<String> told(History history) {
    return history.operations().stream()
        .map(each -> each.f() + " " + each.key() + " " + each.result() + " " + each.outcome())
        .toList();
  }

  @Test
  void whatIsPutAndReadIsRecordedWithVersions() throws IOException {
    var server = new AtomicReference<String>();
    var history =
        record(
            kv -> {
              var unused = kv.put("a", "1");
              var got = kv.get("a");
              var absent = kv.get("b");
              assertTrue(got.found() && !absent.found());
              server.set(got.evidence().node());
            });
    assertEquals(List.of("write a 1 OK", "read a 1 OK", "read b null OK"), told(history));
    var write = history.operations().get(0);
    var read = history.operations().get(1);
    assertEquals(write.version(), read.version());
    assertEquals(server.get(), read.details().node());
    assertEquals("linearizable", read.details().consistency());
    assertEquals(write.session(), read.session());
    assertKept(history);
  }

  @Test
  void aRefusedWriteFailedAndAnUnansweredOneIsUnknown() throws IOException {
    var history =
        record(
            kv -> {
              var unused = kv.put("a", "1", PutOptions.defaults().ifAbsent());
              assertThrows(
                  PreconditionFailedException.class,
                  () -> kv.put("a", "2", PutOptions.defaults().ifAbsent()));
              cluster.script(
                  (node, request) -> request.hasWrite() ? Reaction.IGNORE : Reaction.SERVE);
              assertThrows(
                  QuorateException.class,
                  () -> kv.withTimeout(Duration.ofMillis(300)).put("a", "3"));
            });
    assertEquals(
        List.of("cas a [null, 1] OK", "cas a [null, 2] FAIL", "write a 3 INFO"), told(history));
    assertKept(history);
  }

  @Test
  void whatAPutExpectedAndWhatItMetInsteadIsRecorded() throws IOException {
    var history =
        record(
            kv -> {
              var first = kv.put("a", "1");
              var ifFirst = PutOptions.defaults().ifVersion(first.version());
              var second = kv.put("a", "2", ifFirst);
              assertThrows(PreconditionFailedException.class, () -> kv.put("a", "3", ifFirst));
              assertEquals(2, second.version());
            });
    assertEquals(List.of("write a 1 OK", "write a 2 OK", "write a 3 FAIL"), told(history));
    var refused = history.operations().get(2);
    assertEquals(new Version(0, 1), history.operations().get(1).details().expected());
    assertEquals(new Version(0, 1), refused.details().expected());
    assertEquals(new Version(0, 2), refused.version());
    assertKept(history);
  }

  @Test
  void howOftenACallWasSentIsRecordedWhenItWasNotOnce() throws IOException {
    var sent = new AtomicInteger();
    var history =
        record(
            kv -> {
              var once = kv.put("a", "1");
              cluster.script(
                  (node, request) ->
                      request.hasWrite() && sent.getAndIncrement() == 0
                          ? Reaction.error(ErrorCode.UNAVAILABLE)
                          : Reaction.SERVE);
              var twice = kv.put("a", "2");
              assertEquals(List.of(1L, 2L), List.of(once.version(), twice.version()));
            });
    assertNull(history.operations().get(0).details().attempts());
    assertEquals(2L, history.operations().get(1).details().attempts());
  }

  @Test
  void aLeaseMayTakeItsKeyAlongAnyTime() throws IOException {
    var history =
        record(
            kv -> {
              var unused = kv.put("a", "1", PutOptions.defaults().withLease(7));
            });
    assertEquals(List.of("write a 1 OK", "delete a null INFO"), told(history));
  }

  @Test
  void callsThatOverlapAreOfDifferentProcesses() throws IOException {
    var history =
        record(
            kv -> {
              var calls = new ArrayList<CompletableFuture<?>>();
              for (var i = 0; i < 200; i++) {
                calls.add(kv.async().put("k" + i % 3, "v" + i));
                calls.add(kv.async().get("k" + i % 5));
              }
              CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).join();
            });
    assertEquals(400, history.operations().size());
    assertKept(history);
  }

  @Test
  void onlySampledKeysAreRecordedAndValuesAreHashed() throws IOException {
    var history =
        record(
            HistoryRecording.to(file()).sampling(0.5).hashingValues(),
            kv -> {
              for (var i = 0; i < 40; i++) {
                var put = kv.put("k" + i, "secret");
                var got = kv.get("k" + i);
                assertTrue(put.version() == 1 && got.found());
              }
            });
    var size = history.operations().size();
    assertTrue(size > 10 && size < 70 && size % 2 == 0, size + " operations");
    assertFalse(Files.readString(file()).contains("secret"));
    assertTrue(history.byKey().values().stream().allMatch(each -> each.size() == 2));
    assertKept(history);
  }

  @Test
  void aHistoryThatCannotBeWrittenIsToldAtOnce() throws IOException {
    Files.createFile(file());
    var builder = cluster.client().recordHistory(file());
    assertThrows(UncheckedIOException.class, builder::build);
  }

  @Test
  void aRangeDeleteIsRecordedForAllItsKeys() throws IOException {
    var history =
        record(
            kv -> {
              var put = kv.put("a", "1");
              cluster.script(
                  (node, request) ->
                      request.hasWrite() && request.getWrite().getOperation().hasDeleteRange()
                          ? Reaction.IGNORE
                          : Reaction.SERVE);
              assertThrows(
                  QuorateException.class,
                  () -> kv.withTimeout(Duration.ofMillis(300)).deleteRange("a", "b"));
              assertEquals(1, put.version());
            });
    assertEquals(2, history.byKey().getOrDefault("a", List.of()).size());
    assertEquals(1, history.operations(Operation.DELETE_RANGE).size());
  }
}
