package io.quorate.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quorate.command.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotTest {
  private static final int KEYS = 500;

  /** Of a record in the file, at least. */
  private static final int BYTES = 180;

  @TempDir Path folder;

  private static Bytes key(int number) {
    return Bytes.utf8("key" + number);
  }

  private static Bytes value(int number) {
    return Bytes.utf8(("value " + number + ' ').repeat(20));
  }

  private RocksStore open() {
    return new StateDirectory(folder).open(StoreOptions.SMALL);
  }

  private static void write(RocksStore store, int from, int to) {
    var batch = new Batch(store, 1, from + 1, 0, 0, new RecordHasher());
    for (int i = from; i < to; i++) {
      batch.put(Space.KV, key(i), value(i));
    }
    store.write(batch);
  }

  @Test
  void manyAreReadAtOnceFromFilesAndFromMemory() {
    try (RocksStore store = open()) {
      write(store, 0, KEYS / 2);
      store.flush();
      write(store, KEYS / 2, KEYS);
      try (Snapshot snapshot = store.snapshot()) {
        write(store, KEYS, KEYS + 1);
        List<Bytes> keys =
            List.of(key(1), key(KEYS - 1), key(KEYS), Bytes.utf8("none"), key(1), key(0));
        assertEquals(
            Arrays.asList(value(1), value(KEYS - 1), null, null, value(1), value(0)),
            snapshot.getAll(Space.KV, keys));
        assertEquals(List.of(), snapshot.getAll(Space.KV, List.of()));
      }
    }
  }

  /** And not as keys that do not exist. */
  @Test
  void damageIsReportedAsSuchWhereverItIs() throws IOException {
    try (RocksStore store = open()) {
      write(store, 0, KEYS);
      store.flush();
    }
    List<Bytes> keys = IntStream.range(0, KEYS).mapToObj(SnapshotTest::key).toList();
    Path file = dataFile();
    byte[] whole = Files.readAllBytes(file);
    for (int at = 100; at < KEYS * BYTES; at += 4096) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 1;
      Files.write(file, damaged);
      try (RocksStore store = open();
          Snapshot snapshot = store.snapshot()) {
        assertThrows(
            CorruptStateException.class, () -> snapshot.getAll(Space.KV, keys), "byte " + at);
      }
    }
  }

  /** The one with the keys: the largest. */
  private Path dataFile() throws IOException {
    try (var files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".sst"))
          .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
          .orElseThrow();
    }
  }

  @Test
  void aClosedOneRefuses() {
    try (RocksStore store = open()) {
      write(store, 0, 1);
      Snapshot snapshot = store.snapshot();
      snapshot.close();
      assertThrows(StateReplacedException.class, () -> snapshot.getAll(Space.KV, List.of(key(0))));
    }
  }
}
