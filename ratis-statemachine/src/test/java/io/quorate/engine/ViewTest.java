package io.quorate.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.command.Bytes;
import io.quorate.command.Command;
import io.quorate.command.ElectionAccount;
import io.quorate.command.KeyValue;
import io.quorate.command.Result;
import io.quorate.store.StateReplacedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewTest {
  @TempDir Path folder;

  @Test
  void aViewDoesNotSeeLaterWrites() {
    try (var driver = new Driver(folder)) {
      driver.put("a", "1");
      driver.put("b", "1");
      try (View view = driver.engine.view()) {
        driver.put("a", "2");
        driver.run(new Command.Delete(Bytes.utf8("b")));
        driver.run(new Command.LeaseGrant(5, 10_000));
        driver.engine.flush();
        assertEquals(Bytes.utf8("1"), view.get(Bytes.utf8("a")).orElseThrow().value());
        assertEquals(2, view.scan(Bytes.EMPTY, Bytes.EMPTY, 0, 1000, false).records().size());
        assertEquals(2, view.applied().index());
        assertTrue(view.lease(5).isEmpty());
        assertEquals(Long.MAX_VALUE, view.nextLeaseExpiryMs());
        assertEquals(2, view.operations());
        assertTrue(view.scrub().clean(), "its own digest");
      }
    }
  }

  @Test
  void manyKeysAreReadAtOnce() {
    try (var driver = new Driver(folder)) {
      driver.put("a", "1");
      driver.put("b", "2");
      try (View view = driver.engine.view()) {
        driver.put("c", "3");
        List<Bytes> keys = List.of(Bytes.utf8("b"), Bytes.utf8("c"), Bytes.utf8("a"));
        assertEquals(keys.stream().map(view::get).toList(), view.getAll(keys));
        assertEquals(Bytes.utf8("2"), view.getAll(keys).getFirst().orElseThrow().value());
        assertTrue(view.getAll(keys).get(1).isEmpty());
        var many = new ArrayList<>(Collections.nCopies(64, keys.get(2)));
        many.add(keys.get(0));
        assertEquals(many.stream().map(view::get).toList(), view.getAll(many));
      }
    }
  }

  @Test
  void aClosedViewRefuses() {
    try (var driver = new Driver(folder)) {
      driver.put("a", "1");
      View view = driver.engine.view();
      assertEquals(1, driver.engine.openViews());
      view.close();
      view.close();
      assertEquals(0, driver.engine.openViews());
      assertThrows(StateReplacedException.class, () -> view.get(Bytes.utf8("a")));
      assertThrows(
          StateReplacedException.class, () -> view.scan(Bytes.EMPTY, Bytes.EMPTY, 0, 1000, false));
      assertEquals(1, view.applied().index());
    }
  }

  @Test
  void viewsOutliveTheirEngineSafely() {
    var driver = new Driver(folder);
    driver.put("a", "1");
    View view = driver.engine.view();
    driver.close();
    driver.close();
    assertThrows(StateReplacedException.class, () -> view.get(Bytes.utf8("a")));
    assertThrows(StateReplacedException.class, driver.engine::view);
    assertThrows(StateReplacedException.class, driver.engine::flush);
    assertThrows(StateReplacedException.class, driver.engine::verifyChecksums);
    assertThrows(StateReplacedException.class, () -> driver.put("b", "1"));
    view.close();
  }

  @Test
  void readersNeverMeetFreedMemoryWhileTheEngineCloses() throws InterruptedException {
    for (int round = 0; round < 10; round++) {
      var driver = new Driver(folder.resolve("round" + round));
      for (int i = 0; i < 20; i++) {
        driver.put("k" + i, "v");
      }
      var wrong = new AtomicReference<@Nullable Throwable>();
      var running = new CountDownLatch(3);
      var threads = new ArrayList<Thread>();
      for (int i = 0; i < 3; i++) {
        threads.add(
            Thread.ofPlatform().start(() -> readUntilReplaced(driver.engine, running, wrong)));
      }
      running.await();
      driver.close();
      for (Thread thread : threads) {
        thread.join();
      }
      assertNull(wrong.get());
    }
  }

  private static void readUntilReplaced(
      Engine engine, CountDownLatch running, AtomicReference<@Nullable Throwable> wrong) {
    try (View kept = engine.view()) {
      while (true) {
        try (View view = engine.view()) {
          assertEquals(20, view.scan(Bytes.EMPTY, Bytes.EMPTY, 0, 1 << 20, false).records().size());
          assertTrue(kept.get(Bytes.utf8("k1")).isPresent());
        }
        running.countDown();
      }
    } catch (StateReplacedException expected) {
      // What this is about: an exception, not a crash.
    } catch (Throwable e) {
      wrong.set(e);
    }
  }

  @Test
  void aScanStopsAtItsLimitOrItsBytesAndSaysWhereToGoOn() {
    try (var driver = new Driver(folder)) {
      for (String key : new String[] {"a", "b", "c", "d"}) {
        driver.put(key, "12345");
      }
      try (View view = driver.engine.view()) {
        var two = view.scan(Bytes.utf8("a"), Bytes.utf8("d"), 2, 1000, false);
        assertEquals(Bytes.utf8("c"), two.resume());
        var rest = view.scan(two.resume(), Bytes.utf8("d"), 2, 1000, false);
        assertEquals(1, rest.records().size());
        assertTrue(rest.resume().isEmpty());
        var few = view.scan(Bytes.EMPTY, Bytes.EMPTY, 0, 7, false);
        assertEquals(2, few.records().size());
        assertEquals(Bytes.utf8("c"), few.resume());
        assertEquals(
            1,
            view.scan(Bytes.EMPTY, Bytes.EMPTY, 0, 0, false).records().size(),
            "always progress");
        KeyValue bare = view.scan(Bytes.EMPTY, Bytes.EMPTY, 1, 1000, true).records().getFirst();
        assertEquals(new KeyValue(Bytes.utf8("a"), Bytes.EMPTY, 1, 1, 1, 0), bare);
      }
    }
  }

  @Test
  void theRegistryElectionsAndSettingsAreThere() {
    try (var driver = new Driver(folder)) {
      var node = new Command.RegisterNode("id1", "n1", "g", "r", "h", "0.1", "voter", false);
      driver.run(node);
      driver.run(new Command.RegisterNode("id2", "n2", "g", "r", "h", "0.1", "voter", false));
      driver.run(new Command.ForgetNode("id2", false));
      for (int term = 1; term <= 3; term++) {
        driver.run(election(term));
      }
      driver.run(new Command.Configure(0, 0, 0, 5_000, 0, 0));
      assertEquals(
          5_000, ((Result.SessionOpened) driver.run(new Command.OpenSession("c"))).ttlMs());
      try (View view = driver.engine.view()) {
        assertEquals(List.of(node), view.nodes());
        assertEquals(List.of(election(3), election(2)), view.elections(2));
        assertEquals(5_000, view.settings().sessionTtlMs());
        assertEquals(4096, view.settings().sessionMaxResults());
        assertEquals(1, view.epoch());
        assertEquals(1, view.generation());
      }
    }
  }

  @Test
  void aRemovedNodeIsRememberedAndAForgottenOneIsNot() {
    try (var driver = new Driver(folder)) {
      for (String id : List.of("removed", "forgotten", "staying")) {
        driver.run(new Command.RegisterNode(id, "n", "g", "r", "h", "0.1", "voter", false));
      }
      driver.run(new Command.ForgetNode("removed", true));
      driver.run(new Command.ForgetNode("forgotten", false));
      driver.run(new Command.ForgetNode("never registered", true));
      try (View view = driver.engine.view()) {
        assertEquals(List.of("staying"), view.nodes().stream().map(node -> node.id()).toList());
        assertTrue(view.isRemoved("removed"));
        assertTrue(view.isRemoved("never registered"));
        assertFalse(view.isRemoved("forgotten"));
        assertFalse(view.isRemoved("staying"));
        assertFalse(view.isRemoved("remove"));
      }
      driver.engine.flush();
    }
    try (var driver = new Driver(folder);
        View view = driver.engine.view()) {
      assertTrue(view.isRemoved("removed"), "after a restart");
    }
  }

  @Test
  void aRemovedNodeThatRegistersAgainStaysRemoved() {
    try (var driver = new Driver(folder)) {
      driver.run(new Command.ForgetNode("id", true));
      driver.run(new Command.RegisterNode("id", "n", "g", "r", "h", "0.1", "voter", true));
      driver.run(new Command.ForgetNode("id", false));
      try (View view = driver.engine.view()) {
        assertTrue(view.isRemoved("id"));
      }
    }
  }

  @Test
  void onlyTheLastRemovedNodesAreRemembered() {
    try (var driver = new Driver(folder)) {
      for (int i = 0; i < 1005; i++) {
        // Descending, so that order of keys and order of removals differ.
        driver.run(new Command.ForgetNode("id" + (9999 - i), true));
      }
      try (View view = driver.engine.view()) {
        assertFalse(view.isRemoved("id9999"));
        assertFalse(view.isRemoved("id9995"), "the fifth");
        assertTrue(view.isRemoved("id9994"), "the sixth");
        assertTrue(view.isRemoved("id8995"), "the last");
      }
    }
  }

  @Test
  void aLaterRecordOfATermAmendsTheEarlierOne() {
    try (Driver driver = new Driver(folder)) {
      driver.run(election(3));
      driver.run(election(4));
      var amended =
          new Command.RecordElection(
              1,
              3,
              "a",
              "b",
              "timeout",
              "b stood still",
              -1,
              2,
              3,
              new ElectionAccount("pause", 2, 5, 7, true));
      driver.run(amended);
      try (View view = driver.engine.view()) {
        assertEquals(List.of(election(4), amended), view.elections(10));
        assertEquals(List.of(election(4)), view.elections(1));
      }
    }
  }

  @Test
  void onlyTheLastElectionsAreKept() {
    try (var driver = new Driver(folder)) {
      for (int term = 1; term <= 1005; term++) {
        driver.run(election(term));
      }
      try (View view = driver.engine.view()) {
        assertEquals(1000, view.elections(5000).size());
        assertEquals(1005, view.elections(1).getFirst().term());
      }
    }
  }

  private static Command.RecordElection election(long term) {
    return new Command.RecordElection(
        1, term, "a", "b", "timeout", "why", -1, 2, 3, ElectionAccount.NONE);
  }
}
