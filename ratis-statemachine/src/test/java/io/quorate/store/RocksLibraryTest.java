package io.quorate.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

class RocksLibraryTest {
  @Test
  void whatIsExtractedStaysAndWhatIsNotIntactIsMadeAgain(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("version before").resolve("x"));
    Path home = RocksLibrary.extracted(folder);
    try (var entries = Files.list(folder)) {
      assertEquals(List.of(home), entries.toList());
    }
    Path file;
    try (var files = Files.list(home)) {
      file = files.toList().getFirst();
    }
    byte[] intact = Files.readAllBytes(file);
    Object sameFile = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    assertEquals(home, RocksLibrary.extracted(folder));
    assertEquals(sameFile, Files.readAttributes(file, BasicFileAttributes.class).fileKey());

    byte[] damaged = intact.clone();
    damaged[damaged.length / 2] ^= 1;
    Files.write(file, damaged);
    RocksLibrary.extracted(folder);
    assertArrayEquals(intact, Files.readAllBytes(file));
  }

  @Test
  void nativeLibraryLoadsOnThisPlatform(@TempDir Path folder) throws RocksDBException {
    try (var options = new Options().setCreateIfMissing(true);
        var db = RocksDB.open(options, folder.toString())) {
      db.put(new byte[] {1}, new byte[] {2});
      assertArrayEquals(new byte[] {2}, db.get(new byte[] {1}));
    }
  }
}
