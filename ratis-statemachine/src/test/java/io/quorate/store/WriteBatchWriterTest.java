package io.quorate.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quorate.Seeds;
import io.quorate.command.Bytes;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

class WriteBatchWriterTest {
  private static final List<Space> SPACES = List.of(Space.values());

  @TempDir Path folder;

  @Test
  void writesWhatTheLibraryWrites() {
    try (RocksStore store = new StateDirectory(folder.resolve("state")).open(StoreOptions.SMALL)) {
      Map<Space, Integer> ids = new EnumMap<>(Space.class);
      for (Space space : SPACES) {
        ids.put(space, store.family(space).getID());
      }
      Seeds.check(
          50,
          random -> {
            var ours = new WriteBatchWriter(ids, random.nextInt(100));
            try (var theirs = new WriteBatch()) {
              for (int i = random.nextInt(30); i > 0; i--) {
                step(random, ours, theirs, store);
              }
              assertArrayEquals(theirs.data(), ours.toByteArray());
              assertEquals(theirs.getDataSize(), ours.size());
            } catch (RocksDBException e) {
              throw new AssertionError(e);
            }
          });
    }
  }

  private static void step(
      Random random, WriteBatchWriter ours, WriteBatch theirs, RocksStore store)
      throws RocksDBException {
    Space space = SPACES.get(random.nextInt(SPACES.size()));
    var family = store.family(space);
    Bytes key = bytes(random, 200);
    switch (random.nextInt(2)) {
      case 0 -> {
        Bytes value = bytes(random, random.nextBoolean() ? 20 : 20_000);
        ours.put(space, key, value);
        theirs.put(family, key.array(), value.array());
      }
      default -> {
        ours.delete(space, key);
        theirs.delete(family, key.array());
      }
    }
  }

  private static Bytes bytes(Random random, int most) {
    byte[] bytes = new byte[random.nextInt(most)];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }
}
