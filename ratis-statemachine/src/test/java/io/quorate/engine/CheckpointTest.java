package io.quorate.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.command.Bytes;
import io.quorate.command.Command;
import io.quorate.command.Entry;
import io.quorate.command.Proposed;
import io.quorate.store.Checkpoint;
import io.quorate.store.CorruptStateException;
import io.quorate.store.StateDirectory;
import io.quorate.store.StoreOptions;
import io.quorate.store.UnknownFormatException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  @TempDir Path folder;

  @Test
  void anInstalledCheckpointIsTheSameState() {
    try (var source = filled("source")) {
      var target = new Driver(folder.resolve("target"));
      target.put("other", "state");
      Checkpoint taken = source.engine.checkpoint(folder.resolve("checkpoint"));
      assertEquals(source.engine.applied(), taken.applied());
      source.put("later", "write");

      Checkpoint received = Checkpoint.read(folder.resolve("checkpoint"));
      assertEquals(taken, received);
      View before = target.engine.view();
      new StateDirectory(folder.resolve("target")).install(received);
      assertTrue(before.get(Bytes.utf8("other")).isPresent(), "the open engine is not touched");
      target.close();

      try (Engine engine = Engine.open(folder.resolve("target"), StoreOptions.SMALL);
          View view = engine.view()) {
        assertEquals(taken.applied(), engine.applied());
        assertEquals(taken.applied(), engine.durable());
        assertEquals(2, view.generation());
        assertTrue(view.get(Bytes.utf8("other")).isEmpty());
        assertTrue(view.scrub().clean());
        assertFalse(Files.exists(folder.resolve("target/gen-1")), "the old generation is gone");
        // It goes on as the source does.
        engine.apply(1, taken.applied().index() + 1, laterWrite(source));
        assertEquals(source.engine.digest(), engine.digest());
      }
    }
  }

  private static Entry laterWrite(Driver source) {
    return new Entry(
        source.timeMs,
        source.timeMs,
        List.of(Proposed.of(new Command.Put(Bytes.utf8("later"), Bytes.utf8("write")))));
  }

  @Test
  void aDamagedCheckpointIsNotInstalled() throws IOException {
    try (var source = filled("source")) {
      Checkpoint checkpoint = source.engine.checkpoint(folder.resolve("checkpoint"));
      String sst =
          checkpoint.files().stream()
              .map(file -> file.name())
              .filter(name -> name.endsWith(".sst"))
              .findFirst()
              .orElseThrow();
      // A copy: the original is linked with the source's own file.
      Path file = folder.resolve("checkpoint").resolve(sst);
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 1;
      Files.delete(file);
      Files.write(file, bytes);

      var state = new StateDirectory(folder.resolve("target"));
      var refused = assertThrows(CorruptStateException.class, () -> state.install(checkpoint));
      assertEquals(sst, refused.file().orElseThrow());
      Files.delete(file);
      assertThrows(CorruptStateException.class, () -> state.install(checkpoint));
      try (Engine engine = Engine.open(folder.resolve("target"), StoreOptions.SMALL)) {
        assertEquals(-1, engine.applied().index());
      }
    }
  }

  @Test
  void aManifestIsReadOnlyIfItIsWholeAndKnown() throws IOException {
    try (var source = filled("source")) {
      source.engine.checkpoint(folder.resolve("checkpoint"));
    }
    Path manifest = folder.resolve("checkpoint").resolve(Checkpoint.MANIFEST);
    String text = Files.readString(manifest);
    Files.writeString(manifest, text.replace("applied 1 ", "applied 2 "));
    assertThrows(CorruptStateException.class, () -> Checkpoint.read(folder.resolve("checkpoint")));
    Files.writeString(manifest, text.replace("quorate-checkpoint 1", "quorate-checkpoint 2"));
    var unknown =
        assertThrows(
            UnknownFormatException.class, () -> Checkpoint.read(folder.resolve("checkpoint")));
    assertTrue(unknown.toString().contains("format 2"), unknown.toString());
    Files.delete(manifest);
    assertThrows(CorruptStateException.class, () -> Checkpoint.read(folder.resolve("checkpoint")));
  }

  @Test
  void aChangedByteOnDiskIsFoundAndTheFileNamed() throws IOException {
    try (var driver = filled("state")) {
      driver.engine.flush();
      driver.engine.verifyChecksums();
    }
    Path generation = folder.resolve("state/gen-1");
    Path largest;
    try (var files = Files.list(generation)) {
      largest =
          files
              .filter(file -> file.toString().endsWith(".sst"))
              .max(Comparator.comparingLong(file -> file.toFile().length()))
              .orElseThrow();
    }
    try (var file = new RandomAccessFile(largest.toFile(), "rw")) {
      file.seek(100);
      int there = file.read();
      file.seek(100);
      file.write(there ^ 0x10);
    }
    String name = largest.getFileName().toString();
    try (Engine engine = Engine.open(folder.resolve("state"), StoreOptions.SMALL)) {
      var found = assertThrows(CorruptStateException.class, engine::verifyChecksums);
      assertEquals(name, found.file().orElseThrow());
      try (View view = engine.view()) {
        var read = assertThrows(CorruptStateException.class, view::scrub);
        assertEquals(name, read.file().orElseThrow());
      }
    }
  }

  /** Values that do not compress, so that there are blocks to damage. */
  private Driver filled(String name) {
    var driver = new Driver(folder.resolve(name));
    var random = new Random(1);
    for (int i = 0; i < 200; i++) {
      byte[] value = new byte[200];
      random.nextBytes(value);
      driver.run(new Command.Put(Bytes.utf8("key" + i), Bytes.wrap(value)));
    }
    long session = driver.openSession();
    driver.run(session, 1, 0, new Command.LeaseGrant(0, 10_000));
    return driver;
  }
}
