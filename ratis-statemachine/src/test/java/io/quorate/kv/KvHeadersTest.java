package io.quorate.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.Seeds;
import io.quorate.command.Bytes;
import io.quorate.command.KeyValue;
import io.quorate.store.Batch;
import io.quorate.store.RecordHasher;
import io.quorate.store.RocksStore;
import io.quorate.store.Space;
import io.quorate.store.StateDirectory;
import io.quorate.store.StoreOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KvHeadersTest {
  private static final int KEYS = 3_000;
  private final RecordHasher hasher = new RecordHasher();
  @TempDir Path folder;
  private int stores;

  @Test
  void whatItKnowsIsWhatWasWritten() {
    Seeds.check(
        3,
        random -> {
          try (RocksStore store =
              new StateDirectory(folder.resolve("s" + stores++)).open(StoreOptions.SMALL)) {
            check(store, random);
          }
        });
  }

  @Test
  void itKeepsNoMoreThanItPromises() {
    long known = known(300_000);
    assertTrue(known > 100_000 && known <= 131_072, known + " keys are known");
  }

  @Test
  void threeQuartersFullItKnowsNearlyAll() {
    long known = known(98_000);
    assertTrue(known > 96_000, known + " of 98000 keys are known");
  }

  private long known(int keys) {
    var headers = new KvHeaders();
    try (RocksStore store = new StateDirectory(folder.resolve("many")).open(StoreOptions.SMALL)) {
      for (int from = 0; from < keys; from += 1_000) {
        var batch = new Batch(store, 1, 1 + from, 0, 0, hasher);
        for (int i = from; i < from + 1_000; i++) {
          var record = new KeyValue(Bytes.utf8("k" + i), Bytes.EMPTY, 1, 1, 1, 0);
          batch.putNew(Space.KV, record.key(), KvRecord.encode(record, hasher));
        }
        headers.learn(batch);
      }
    }
    return IntStream.range(0, keys).filter(i -> headers.find(Bytes.utf8("k" + i)) != null).count();
  }

  private void check(RocksStore store, Random random) {
    var headers = new KvHeaders();
    Map<Bytes, Bytes> written = new HashMap<>();
    for (int entry = 1; entry < 200; entry++) {
      var batch = new Batch(store, 1, entry, 0, 0, hasher);
      for (int i = random.nextInt(100); i > 0; i--) {
        Bytes key = key(random.nextInt(KEYS));
        if (random.nextInt(5) == 0) {
          batch.delete(Space.KV, key);
          written.remove(key);
        } else {
          var value = Bytes.utf8("v" + entry);
          Bytes record = KvRecord.encode(new KeyValue(key, value, i, entry, entry, 0), hasher);
          batch.put(Space.KV, key, record);
          written.put(key, Bytes.wrap(Arrays.copyOf(record.array(), KvRecord.HEADER)));
        }
      }
      headers.learn(batch);
    }
    int known = 0;
    for (int i = 0; i < KEYS; i++) {
      Bytes found = headers.find(key(i));
      if (found != null) {
        assertEquals(written.get(key(i)), found);
        known++;
      }
    }
    // Most keys are short enough.
    assertTrue(known > written.size() / 2, known + " of " + written.size());
    assertNull(headers.find(Bytes.utf8("never written")));
  }

  /** Of 1 to 80 bytes. */
  private static Bytes key(int number) {
    return Bytes.utf8("k".repeat(number % 76) + number);
  }
}
