package io.quorate.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

class RocksLibraryTest {
  @Test
  void nativeLibraryLoadsOnThisPlatform(@TempDir Path folder) throws RocksDBException {
    try (var options = new Options().setCreateIfMissing(true);
        var db = RocksDB.open(options, folder.toString())) {
      db.put(new byte[] {1}, new byte[] {2});
      assertArrayEquals(new byte[] {2}, db.get(new byte[] {1}));
    }
  }
}
