package io.quorate.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quorate.Seeds;
import io.quorate.command.Bytes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchTest {
  @TempDir Path folder;
  private int stores;

  @Test
  void readsItsOwnWritesOverTheStore() {
    Seeds.check(
        5,
        random -> {
          var expected = new TreeMap<Bytes, Bytes>();
          try (RocksStore store =
              new StateDirectory(folder.resolve("s" + stores++)).open(StoreOptions.SMALL)) {
            for (int entry = 1; entry < 60; entry++) {
              var batch = new Batch(store, 1, entry, 0, 0, new RecordHasher());
              for (int i = random.nextInt(20); i > 0; i--) {
                step(random, batch, expected);
              }
              compare(batch, expected);
              store.write(batch);
              compare(store, expected);
              try (Snapshot snapshot = store.snapshot()) {
                compare(snapshot, expected);
              }
            }
          }
        });
  }

  private static void step(Random random, Batch batch, NavigableMap<Bytes, Bytes> expected) {
    boolean scope = random.nextInt(4) == 0;
    var before = new TreeMap<>(expected);
    if (scope) {
      batch.begin();
    }
    for (int i = random.nextInt(3); i >= 0; i--) {
      Bytes key = Bytes.utf8("k" + random.nextInt(30));
      if (random.nextInt(3) == 0) {
        batch.delete(Space.LEASE, key);
        expected.remove(key);
      } else {
        Bytes value = Bytes.utf8("v" + random.nextInt(100));
        batch.put(Space.LEASE, key, value);
        expected.put(key, value);
      }
    }
    if (scope && random.nextBoolean()) {
      batch.rollBack();
      expected.clear();
      expected.putAll(before);
    } else if (scope) {
      batch.keep();
    }
  }

  private static void compare(Reader state, NavigableMap<Bytes, Bytes> expected) {
    assertEquals(expected, all(state, Bytes.EMPTY, Bytes.EMPTY, 1000));
    Bytes from = Bytes.utf8("k15");
    Bytes to = Bytes.utf8("k25");
    assertEquals(expected.subMap(from, true, to, false), all(state, from, to, 1000));
    assertEquals(
        expected.keySet().stream().limit(3).toList(),
        new ArrayList<>(all(state, Bytes.EMPTY, Bytes.EMPTY, 3).keySet()));
    for (int i = 0; i < 30; i++) {
      Bytes key = Bytes.utf8("k" + i);
      assertEquals(expected.get(key), state.get(Space.LEASE, key));
    }
  }

  private static NavigableMap<Bytes, Bytes> all(Reader state, Bytes start, Bytes end, int limit) {
    var found = new TreeMap<Bytes, Bytes>();
    state.scan(
        Space.LEASE,
        start,
        end,
        (key, value) -> {
          assertEquals(null, found.put(key, value.bytes()), "seen once");
          return found.size() < limit;
        });
    return found;
  }
}
