package io.quorate.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.change.ChangeRecord;
import io.quorate.command.Applied;
import io.quorate.command.Bytes;
import io.quorate.command.Command;
import io.quorate.command.Entry;
import io.quorate.command.EntryCodec;
import io.quorate.command.Proposed;
import io.quorate.store.StoreOptions;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a program of format 1 left: {@code format-1.zip} holds 240 entries of version 1 that {@link
 * RandomEntries} drew, and the state that it had made of the first 120.
 */
class FormatTest {
  private static final int STATE_AT = 120;

  /** What that program said of its state after the first 120 entries, and after all. */
  private static final String ROOT_120 = "997083c397d6f85a807f73c4a4bc67d9";

  private static final String ROOT_240 = "f4f00710b9c14421d2f35e425f4c72ee";

  /** Opened by entry 117; entries 118 and 119 have its sequences 1, 3 and 4. */
  private static final long SESSION = 117 * 4096;

  @TempDir Path folder;
  private final List<Entry> log = new ArrayList<>();

  @BeforeEach
  void unpack() throws IOException {
    try (var zip =
        new ZipInputStream(
            Objects.requireNonNull(FormatTest.class.getResourceAsStream("/format-1.zip")))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = folder.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.write(file, zip.readAllBytes());
      }
    }
    byte[] entries = Files.readAllBytes(folder.resolve("log"));
    var in = new DataInputStream(new ByteArrayInputStream(entries));
    while (in.available() > 0) {
      log.add(EntryCodec.decode(in.readNBytes(in.readInt())));
    }
  }

  @Test
  void anOldStateIsReadAndGoesOnAsTheOldProgramWould() {
    try (Engine engine = Engine.open(folder.resolve("state"), StoreOptions.SMALL)) {
      assertEquals(ROOT_120, engine.digest().root());
      assertWhole(engine, 212, 510);
      replay(engine, STATE_AT);
      assertEquals(ROOT_240, engine.digest().root());
      assertWhole(engine, 712, 1005);
    }
  }

  @Test
  void anOldLogGivesWhatItGave() {
    try (Engine engine = Engine.open(folder.resolve("new"), StoreOptions.SMALL)) {
      replay(engine, 0);
      assertEquals(ROOT_240, engine.digest().root());
      assertWhole(engine, 712, 1005);
    }
  }

  @Test
  void resultsOfAnOldStateAreKnownToNewEntries() {
    try (Engine engine = Engine.open(folder.resolve("state"), StoreOptions.SMALL)) {
      var again = put("kept/3");
      var results =
          engine.apply(
              4,
              121,
              new Entry(
                  engine.timeMs(),
                  0,
                  List.of(
                      new Proposed(SESSION, 3, 1, again),
                      new Proposed(SESSION, 5, 3, put("kept/5")),
                      new Proposed(SESSION, 4, 1, again))));
      assertEquals(List.of(119L, 121L, 119L), results.stream().map(Applied::index).toList());
      assertEquals(List.of(true, false, true), results.stream().map(Applied::duplicate).toList());
      assertWhole(engine, 212, 511);
      engine.flush();
    }
    try (Engine engine = Engine.open(folder.resolve("state"), StoreOptions.SMALL);
        View view = engine.view()) {
      assertEquals(3, view.session(SESSION).orElseThrow().acknowledged());
      assertEquals(2, view.session(SESSION).orElseThrow().results());
      assertTrue(view.recordedResult(SESSION, 3).isEmpty());
      assertEquals(119, view.recordedResult(SESSION, 4).orElseThrow().index());
      assertEquals(121, view.recordedResult(SESSION, 5).orElseThrow().index());
    }
  }

  private static Command.Put put(String key) {
    return new Command.Put(Bytes.utf8(key), Bytes.utf8("v"));
  }

  private void replay(Engine engine, int from) {
    for (int index = from + 1; index <= log.size(); index++) {
      Entry entry = log.get(index - 1);
      assertEquals(1, entry.version());
      engine.apply(1 + index / 40, index, entry);
    }
  }

  /**
   * The digest is that of what is stored, and every change from first to the one before next is
   * there.
   */
  private static void assertWhole(Engine engine, long first, long next) {
    try (View view = engine.view()) {
      assertTrue(view.scrub().clean(), () -> "digest: " + view.scrub());
      assertEquals(first, view.firstChange());
      var counters = new ArrayList<Long>();
      for (long from = first; from < next; ) {
        List<ChangeRecord> changes = view.changes(from, 7);
        changes.forEach(change -> counters.add(change.counter()));
        from = counters.getLast() + 1;
      }
      assertEquals(first, counters.getFirst());
      assertEquals(next - 1, counters.getLast());
      assertEquals(next - first, counters.size());
    }
  }
}
