package io.quorate.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.command.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {
  private static final Bytes KEY = Bytes.utf8("key");

  @TempDir Path folder;

  @Test
  void whatWasFlushedIsThereAgain() {
    write("1");
    assertEquals(Bytes.utf8("1"), read());
  }

  @Test
  void unfinishedAndOldGenerationsAreRemoved() throws IOException {
    write("1");
    Files.createDirectories(folder.resolve("gen-2.new"));
    Files.writeString(folder.resolve("gen-2.new/000001.sst"), "half");
    Files.createDirectories(folder.resolve("gen-3"));
    assertEquals(Bytes.utf8("1"), read());
    assertFalse(Files.exists(folder.resolve("gen-2.new")));
    assertFalse(Files.exists(folder.resolve("gen-3")));
  }

  @Test
  void aCrashBeforeTheFirstPointerLosesNothing() throws IOException {
    write("1");
    Files.delete(folder.resolve("CURRENT"));
    assertEquals(Bytes.utf8("1"), read());
  }

  @Test
  void aLostPointerIsNotGuessed() throws IOException {
    write("1");
    Files.delete(folder.resolve("CURRENT"));
    Files.createDirectories(folder.resolve("gen-2"));
    var refused = assertThrows(CorruptStateException.class, this::read);
    assertTrue(refused.toString().contains("CURRENT is missing"), refused.toString());
  }

  @Test
  void aPointerToNothingIsCorruptNotEmpty() throws IOException {
    write("1");
    Files.writeString(folder.resolve("CURRENT"), "gen-9\n");
    assertThrows(CorruptStateException.class, this::read);
    Files.writeString(folder.resolve("CURRENT"), "../elsewhere\n");
    assertThrows(CorruptStateException.class, this::read);
  }

  @Test
  void aMissingFileIsDamageNotANewDatabase() throws IOException {
    write("1");
    List<Path> files;
    try (var listed = Files.list(folder.resolve("gen-1"))) {
      files =
          listed
              .filter(file -> file.getFileName().toString().matches("CURRENT|MANIFEST.*|.*\\.sst"))
              .toList();
    }
    assertTrue(files.size() >= 3, files::toString);
    for (Path file : files) {
      Path aside = folder.resolve("aside");
      Files.move(file, aside);
      assertThrows(CorruptStateException.class, this::read, file::toString);
      Files.move(aside, file);
    }
    assertEquals(Bytes.utf8("1"), read());
  }

  @Test
  void aNewerFormatIsRefused() {
    writeFormat(Keyspace.FORMAT + 1);
    var refused = assertThrows(UnknownFormatException.class, this::read);
    String expected =
        "format " + (Keyspace.FORMAT + 1) + "; this program knows formats up to " + Keyspace.FORMAT;
    assertTrue(refused.toString().contains(expected), refused.toString());
  }

  @Test
  void anOlderFormatIsRaisedBeforeAnythingIsWritten() {
    writeFormat(1);
    new StateDirectory(folder).open(StoreOptions.SMALL).close();
    // Closing loses what is not flushed.
    try (RocksStore store = RocksStore.openReadOnly(folder.resolve("gen-1"))) {
      assertEquals(format(Keyspace.FORMAT), store.get(Space.META, Keyspace.FORMAT_KEY));
    }
  }

  private void writeFormat(int version) {
    try (RocksStore store = new StateDirectory(folder).open(StoreOptions.SMALL)) {
      var batch = batch(store);
      batch.put(Space.META, Keyspace.FORMAT_KEY, format(version));
      store.write(batch);
      store.flush();
    }
  }

  private static Bytes format(int version) {
    return Bytes.wrap(ByteBuffer.allocate(4).putInt(version).array());
  }

  @Test
  void whatWasNotFlushedIsGoneInAllFamilies() {
    write("1");
    try (RocksStore store = new StateDirectory(folder).open(StoreOptions.SMALL)) {
      var batch = batch(store);
      batch.put(Space.CLUSTER, KEY, Bytes.utf8("2"));
      batch.put(Space.META, KEY, Bytes.utf8("2"));
      store.write(batch);
    }
    try (RocksStore store = new StateDirectory(folder).open(StoreOptions.SMALL)) {
      assertEquals(Bytes.utf8("1"), store.get(Space.CLUSTER, KEY));
      assertEquals(null, store.get(Space.META, KEY));
    }
  }

  private void write(String value) {
    try (RocksStore store = new StateDirectory(folder).open(StoreOptions.SMALL)) {
      var batch = batch(store);
      batch.put(Space.CLUSTER, KEY, Bytes.utf8(value));
      store.write(batch);
      store.flush();
    }
  }

  private Bytes read() {
    try (RocksStore store = new StateDirectory(folder).open(StoreOptions.SMALL)) {
      return Objects.requireNonNull(store.get(Space.CLUSTER, KEY));
    }
  }

  private static Batch batch(RocksStore store) {
    return new Batch(store, 1, 1, 0, 0, new RecordHasher());
  }
}
