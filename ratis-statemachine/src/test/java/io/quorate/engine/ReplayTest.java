package io.quorate.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.Seeds;
import io.quorate.command.Command;
import io.quorate.command.Entry;
import io.quorate.command.Proposed;
import io.quorate.command.TermIndex;
import io.quorate.store.StoreOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
  private static final int ENTRIES = 250;

  @TempDir Path folder;
  private int engines;

  @Test
  void sameEntriesGiveTheSameDigestWhateverIsFlushedAndReopened() {
    Seeds.check(
        3,
        random -> {
          List<Entry> log = log(random);
          DigestRoot expected = straight(log);
          Path state = folder.resolve("e" + engines++);
          Engine engine = Engine.open(state, StoreOptions.SMALL);
          try {
            for (int index = 1; index <= log.size(); index++) {
              engine.apply(term(index), index, log.get(index - 1));
              if (random.nextInt(10) == 0) {
                engine.flush();
              }
              if (random.nextInt(20) == 0) {
                engine.flush();
                engine.close();
                engine = Engine.open(state, StoreOptions.SMALL);
              }
            }
            assertEquals(expected, engine.digest());
          } finally {
            engine.close();
          }
        });
  }

  @Test
  void whatACrashLosesComesAgainFromTheLog() {
    Seeds.check(
        3,
        random -> {
          List<Entry> log = log(random);
          DigestRoot expected = straight(log);
          Path state = folder.resolve("e" + engines++);
          Engine engine = Engine.open(state, StoreOptions.SMALL);
          try {
            int crashes = 0;
            for (int index = 1; index <= log.size(); index++) {
              engine.apply(term(index), index, log.get(index - 1));
              if (random.nextInt(30) == 0) {
                engine.flush();
              }
              if (random.nextInt(25) == 0 && crashes++ < 8) {
                TermIndex durable = engine.durable();
                // Without write-ahead log, closing loses what a crash would.
                engine.close();
                engine = Engine.open(state, StoreOptions.SMALL);
                assertTrue(engine.applied().index() >= durable.index());
                assertEquals(engine.applied(), engine.durable());
                index = (int) Math.max(0, engine.applied().index());
              }
            }
            assertEquals(expected, engine.digest());
            try (View view = engine.view()) {
              assertTrue(view.scrub().clean());
            }
          } finally {
            engine.close();
          }
        });
  }

  @Test
  void anEntryIsAppliedOnce() {
    try (var driver = new Driver(folder.resolve("once"))) {
      driver.put("a", "1");
      var again = new Entry(1, 1, List.of(Proposed.of(new Command.Noop())));
      var refused =
          assertThrows(IllegalStateException.class, () -> driver.engine.apply(1, 1, again));
      assertTrue(
          refused.toString().contains("entry 1 comes again: entries up to 1"), refused.toString());
    }
  }

  @Test
  void anAdvanceIsStoredByTheNextFlush() {
    Path state = folder.resolve("advance");
    try (var driver = new Driver(state)) {
      driver.put("a", "1");
      driver.engine.advance(2, 2);
      assertEquals(new TermIndex(2, 2), driver.engine.applied());
      assertEquals(TermIndex.NONE, driver.engine.durable());
      assertEquals(new TermIndex(2, 2), driver.engine.flush());
      driver.engine.advance(1, 1);
      assertEquals(new TermIndex(2, 2), driver.engine.applied(), "never back");
      driver.engine.advance(2, 3);
    }
    try (Engine engine = Engine.open(state, StoreOptions.SMALL);
        View view = engine.view()) {
      assertEquals(new TermIndex(2, 2), engine.durable());
      assertTrue(view.onHistory(1, 2, 2) && view.onHistory(1, 1, 1));
      assertTrue(!view.onHistory(1, 1, 2), "term 1 never wrote entry 2");
    }
  }

  @Test
  void clusterTimeNeverGoesBack() {
    try (var driver = new Driver(folder.resolve("time"))) {
      driver.put("a", "1");
      long before = driver.engine.timeMs();
      driver.engine.apply(1, 2, new Entry(5, 5, List.of(Proposed.of(new Command.Noop()))));
      assertEquals(before, driver.engine.timeMs());
    }
  }

  private List<Entry> log(Random random) {
    var entries = new RandomEntries(random);
    var log = new ArrayList<Entry>();
    try (Engine engine = Engine.open(folder.resolve("e" + engines++), StoreOptions.SMALL)) {
      for (int index = 1; index <= ENTRIES; index++) {
        Entry entry = entries.next();
        entries.learn(engine.apply(term(index), index, entry));
        log.add(entry);
      }
    }
    return log;
  }

  private static long term(int index) {
    return 1L + index / 40;
  }

  private DigestRoot straight(List<Entry> log) {
    try (Engine engine = Engine.open(folder.resolve("e" + engines++), StoreOptions.DEFAULT)) {
      for (int index = 1; index <= log.size(); index++) {
        engine.apply(term(index), index, log.get(index - 1));
      }
      return engine.digest();
    }
  }
}
