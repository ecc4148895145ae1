package io.quorate.engine;

import static io.quorate.engine.Driver.reason;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.command.Applied;
import io.quorate.command.Bytes;
import io.quorate.command.Command;
import io.quorate.command.Precondition;
import io.quorate.command.Proposed;
import io.quorate.command.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTest {
  private static final long DAY_MS = 24L * 3600 * 1000;
  private static final Bytes KEY = Bytes.utf8("key");
  private static final Command.Put PUT = new Command.Put(KEY, Bytes.utf8("v"));

  @TempDir Path folder;
  private Driver driver;

  @BeforeEach
  void open() {
    driver = new Driver(folder);
  }

  @AfterEach
  void close() {
    try (View view = driver.engine.view()) {
      assertTrue(view.scrub().clean());
    }
    driver.close();
  }

  @Test
  void aRetryGetsTheFirstResultEvenAfterARestart() {
    long session = driver.openSession();
    var command = new Command.Put(KEY, Bytes.wrap(new byte[100_000]), Precondition.NONE, 0, true);
    driver.run(PUT);
    Applied first = driver.run(session, 1, 0, command);
    assertFalse(first.duplicate());
    driver.run(new Command.Delete(KEY));
    assertEquals(
        new Applied(first.result(), first.index(), true), driver.run(session, 1, 0, command));
    driver.engine.flush();
    driver.close();
    driver = new Driver(folder);
    assertEquals(
        new Applied(first.result(), first.index(), true), driver.run(session, 1, 0, command));
    try (View view = driver.engine.view()) {
      assertEquals(
          new Applied(first.result(), first.index(), true),
          view.recordedResult(session, 1).orElseThrow());
      assertTrue(view.get(KEY).isEmpty(), "no further effect");
    }
  }

  @Test
  void aRetryInTheSameEntryIsADuplicateToo() {
    long session = driver.openSession();
    var results = driver.entry(new Proposed(session, 1, 0, PUT), new Proposed(session, 1, 0, PUT));
    assertEquals(
        new Applied(results.get(0).result(), results.get(0).index(), true), results.get(1));
  }

  @Test
  void aRefusalIsRememberedAsWell() {
    long session = driver.openSession();
    var onlyNew = new Command.Put(KEY, Bytes.EMPTY, Precondition.ABSENT, 0, false);
    driver.run(PUT);
    assertEquals(
        Result.Reason.PRECONDITION_FAILED, reason(driver.run(session, 1, 0, onlyNew).result()));
    driver.run(new Command.Delete(KEY));
    Applied again = driver.run(session, 1, 0, onlyNew);
    assertTrue(again.duplicate());
    assertEquals(Result.Reason.PRECONDITION_FAILED, reason(again.result()));
  }

  @Test
  void sequencesMayComeInAnyOrder() {
    long session = driver.openSession();
    assertFalse(driver.run(session, 5, 0, PUT).duplicate());
    assertFalse(driver.run(session, 2, 0, PUT).duplicate());
    assertTrue(driver.run(session, 5, 0, PUT).duplicate());
    assertTrue(driver.run(session, 2, 0, PUT).duplicate());
  }

  @Test
  void whatIsAcknowledgedIsDroppedAndRefused() {
    long session = driver.openSession();
    for (int sequence = 1; sequence <= 5; sequence++) {
      driver.run(session, sequence, 0, PUT);
    }
    driver.run(session, 6, 4, PUT);
    try (View view = driver.engine.view()) {
      assertEquals(2, view.session(session).orElseThrow().results());
      assertEquals(4, view.session(session).orElseThrow().acknowledged());
      assertTrue(view.recordedResult(session, 4).isEmpty());
      assertTrue(view.recordedResult(session, 5).isPresent());
    }
    assertEquals(Result.Reason.STALE_SEQUENCE, reason(driver.run(session, 4, 0, PUT).result()));
    // The mark outlives the record that brought it, and a restart.
    driver.run(session, 7, 6, PUT);
    driver.engine.flush();
    driver.close();
    driver = new Driver(folder);
    assertEquals(Result.Reason.STALE_SEQUENCE, reason(driver.run(session, 6, 0, PUT).result()));
    assertTrue(driver.run(session, 7, 0, PUT).duplicate());
  }

  @Test
  void aMarkThatComesWithADuplicateIsKept() {
    long session = driver.openSession();
    for (int sequence = 1; sequence <= 3; sequence++) {
      driver.run(session, sequence, 0, PUT);
    }
    assertTrue(driver.run(session, 3, 2, PUT).duplicate());
    driver.engine.flush();
    driver.close();
    driver = new Driver(folder);
    assertEquals(Result.Reason.STALE_SEQUENCE, reason(driver.run(session, 2, 0, PUT).result()));
  }

  @Test
  void whatAnEntryRecordedIsDroppedTogether() {
    long session = driver.openSession();
    driver.entry(
        new Proposed(session, 1, 0, PUT),
        new Proposed(session, 2, 0, PUT),
        Proposed.of(new Command.Resolve(session, 1_000_000)));
    driver.run(session, 3, 1, PUT);
    assertEquals(4, held(session), "1 goes with 2");
    assertEquals(Result.Reason.STALE_SEQUENCE, reason(driver.run(session, 1, 0, PUT).result()));
    reopen();
    assertEquals(4, held(session));
    assertTrue(driver.run(session, 2, 0, PUT).duplicate());
    driver.run(session, 4, 2, PUT);
    assertEquals(3, held(session), "the tombstone far ahead holds nothing else");
  }

  @Test
  void aMarkThatComesAfterAResultOfTheSameEntryIsKept() {
    long session = driver.openSession();
    driver.entry(new Proposed(session, 10, 5, PUT), new Proposed(session, 9, 8, PUT));
    driver.entry(new Proposed(session, 13, 10, PUT), new Proposed(session, 12, 11, PUT));
    reopen();
    assertEquals(Result.Reason.STALE_SEQUENCE, reason(driver.run(session, 11, 0, PUT).result()));
    assertTrue(driver.run(session, 12, 0, PUT).duplicate());
    assertTrue(driver.run(session, 13, 0, PUT).duplicate());
  }

  @Test
  void aSessionMayEndInTheEntryThatGaveItResults() {
    long session = driver.openSession();
    driver.entry(
        new Proposed(session, 1, 0, PUT),
        Proposed.of(new Command.CloseSession(session)),
        Proposed.of(new Command.ExpireSessions(10)));
    assertEquals(Result.Reason.SESSION_EXPIRED, reason(driver.run(session, 1, 0, PUT).result()));
    reopen();
    driver.run(new Command.ExpireSessions(10));
    try (View view = driver.engine.view()) {
      assertEquals(Long.MAX_VALUE, view.nextSessionExpiryMs());
      assertTrue(view.recordedResult(session, 1).isEmpty());
    }
  }

  private int held(long session) {
    try (View view = driver.engine.view()) {
      return view.session(session).orElseThrow().results();
    }
  }

  private void reopen() {
    long timeMs = driver.timeMs;
    driver.engine.flush();
    driver.close();
    driver = new Driver(folder);
    driver.timeMs = timeMs;
  }

  @Test
  void oneOperationDropsABoundedNumberOfResults() {
    driver.run(new Command.Configure(0, 0, 0, 0, 1000, 0));
    long session = driver.openSession();
    for (int sequence = 1; sequence <= 600; sequence++) {
      driver.run(session, sequence, 0, PUT);
    }
    driver.run(session, 601, 600, PUT);
    try (View view = driver.engine.view()) {
      assertEquals(601 - 256, view.session(session).orElseThrow().results());
    }
    assertEquals(Result.Reason.STALE_SEQUENCE, reason(driver.run(session, 599, 0, PUT).result()));
    driver.run(session, 602, 600, PUT);
    driver.run(session, 603, 600, PUT);
    try (View view = driver.engine.view()) {
      assertEquals(3, view.session(session).orElseThrow().results());
    }
  }

  @Test
  void aSessionThatHoldsTooMuchIsRefusedWithoutEffectUntilItAcknowledges() {
    driver.run(new Command.Configure(0, 0, 0, 0, 3, 0));
    long session = driver.openSession();
    for (int sequence = 1; sequence <= 3; sequence++) {
      driver.run(session, sequence, 0, PUT);
    }
    try (View view = driver.engine.view()) {
      long version = view.get(KEY).orElseThrow().version();
      assertEquals(Result.Reason.OVERLOADED, reason(driver.run(session, 4, 0, PUT).result()));
      try (View after = driver.engine.view()) {
        assertEquals(version, after.get(KEY).orElseThrow().version());
      }
    }
    assertFalse(driver.run(session, 4, 1, PUT).duplicate(), "the refusal was not recorded");
  }

  @Test
  void theBytesOfResultsAreBoundedToo() {
    driver.run(new Command.Configure(0, 0, 0, 0, 0, 10_000));
    long session = driver.openSession();
    driver.run(new Command.Put(KEY, Bytes.wrap(new byte[12_000])));
    driver.run(session, 1, 0, new Command.Delete(KEY, Precondition.NONE, true));
    assertEquals(Result.Reason.OVERLOADED, reason(driver.run(session, 2, 0, PUT).result()));
  }

  @Test
  void resolvingAnUnknownOperationMakesItFailForEver() {
    long session = driver.openSession();
    var resolve = new Command.Resolve(session, 3);
    assertEquals(new Result.Resolved(false, null, 0), driver.run(resolve));
    assertEquals(new Result.Resolved(false, null, 0), driver.run(resolve));
    assertEquals(Result.Reason.ABANDONED, reason(driver.run(session, 3, 0, PUT).result()));
    driver.engine.flush();
    driver.close();
    driver = new Driver(folder);
    assertEquals(Result.Reason.ABANDONED, reason(driver.run(session, 3, 0, PUT).result()));
    try (View view = driver.engine.view()) {
      assertTrue(view.get(KEY).isEmpty());
    }
  }

  @Test
  void anOperationAndItsResolveInOneEntryAreSettledByTheirOrder() {
    long session = driver.openSession();
    var resolve = Proposed.of(new Command.Resolve(session, 1));
    var results = driver.entry(new Proposed(session, 1, 0, PUT), resolve);
    assertEquals(
        new Result.Resolved(true, results.get(0).result(), results.get(0).index()),
        results.get(1).result());
    results =
        driver.entry(
            Proposed.of(new Command.Resolve(session, 2)), new Proposed(session, 2, 0, PUT));
    assertEquals(new Result.Resolved(false, null, 0), results.get(0).result());
    assertEquals(Result.Reason.ABANDONED, reason(results.get(1).result()));
  }

  @Test
  void resolveSaysWhenNothingIsKnown() {
    long session = driver.openSession();
    driver.run(session, 1, 0, PUT);
    driver.run(session, 2, 1, PUT);
    assertEquals(Result.Reason.STALE_SEQUENCE, reason(driver.run(new Command.Resolve(session, 1))));
    assertEquals(
        Result.Reason.SESSION_EXPIRED, reason(driver.run(new Command.Resolve(session + 1, 1))));
    assertEquals(
        Result.Reason.INVALID,
        reason(driver.run(session, 3, 0, new Command.Resolve(session, 3)).result()));
  }

  @Test
  void anUnusedSessionExpiresAfterItsTimeAndAUsedOneDoesNot() {
    long unused = driver.openSession();
    long used = driver.openSession();
    for (int hour = 0; hour < 24; hour++) {
      driver.timeMs += DAY_MS / 24;
      driver.run(used, hour + 1, hour, PUT);
    }
    assertFalse(
        Driver.reasonIs(driver.run(unused, 1, 0, PUT).result(), Result.Reason.SESSION_EXPIRED),
        "at least a day");
    driver.timeMs += DAY_MS + DAY_MS / 16;
    assertEquals(Result.Reason.SESSION_EXPIRED, reason(driver.run(unused, 2, 0, PUT).result()));
    assertEquals(
        Result.Reason.SESSION_EXPIRED,
        reason(driver.run(unused, 1, 0, PUT).result()),
        "not even a duplicate");
  }

  @Test
  void expiredSessionsAreRemovedInBoundedSteps() {
    long session = driver.openSession();
    for (int sequence = 1; sequence <= 5; sequence++) {
      driver.run(session, sequence, 0, PUT);
    }
    driver.timeMs += 2 * DAY_MS;
    driver.run(new Command.ExpireSessions(3));
    try (View view = driver.engine.view()) {
      assertTrue(view.nextSessionExpiryMs() <= view.timeMs(), "more to do");
    }
    driver.run(new Command.ExpireSessions(3));
    try (View view = driver.engine.view()) {
      assertEquals(Long.MAX_VALUE, view.nextSessionExpiryMs());
      assertTrue(view.recordedResult(session, 5).isEmpty());
    }
  }

  @Test
  void aClosedSessionIsGoneEvenWhenItClosesItself() {
    long session = driver.openSession();
    driver.run(session, 1, 0, PUT);
    assertEquals(
        new Result.Done(), driver.run(session, 2, 0, new Command.CloseSession(session)).result());
    assertEquals(Result.Reason.SESSION_EXPIRED, reason(driver.run(session, 1, 0, PUT).result()));
    assertEquals(
        new Result.Done(), driver.run(new Command.CloseSession(session)), "closing again succeeds");
    try (View view = driver.engine.view()) {
      assertEquals(Long.MAX_VALUE, view.nextSessionExpiryMs());
    }
  }
}
