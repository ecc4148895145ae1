package io.quorate.history.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.history.Operation;
import io.quorate.history.Outcome;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Histories of one register: what each of its checkers says of what is planted. */
class RegistersTest {
  private static Report linearizable(Ops ops) {
    return new LinearizableRegisters(Initial.ABSENT).check(ops.history());
  }

  private static void good(Ops ops) {
    for (var checker : Checker.all(Initial.ABSENT)) {
      var report = checker.check(ops.history());
      assertTrue(report.holds(), report::toString);
    }
  }

  private static void bad(Ops ops, String... kinds) {
    var found =
        Checker.all(Initial.ABSENT).stream()
            .flatMap(checker -> Ops.kinds(checker.check(ops.history())).stream())
            .toList();
    assertEquals(List.of(kinds), found);
  }

  @Test
  void concurrentOperationsMayTakeEffectInAnyOrder() {
    good(new Ops().write(0, 10, "a").write(1, 9, "b").read(2, 8, null).read(11, 12, "a"));
    good(new Ops().write(0, 10, "a").read(1, 2, "a").read(3, 4, "a").cas(11, 12, "a", "b"));
  }

  @Test
  void anUnknownWriteMayTakeEffectLateOrNever() {
    good(new Ops().perhaps(0, "a").read(5, 6, null).read(7, 8, "a"));
    good(new Ops().perhaps(0, "a").write(5, 6, "b").read(7, 8, "b").read(9, 10, "a"));
    bad(new Ops().perhaps(0, "a").read(5, 6, "a").read(7, 8, null), "not-linearizable");
  }

  @Test
  void aStaleReadIsFound() {
    bad(
        new Ops().write(0, 1, "a").write(2, 3, "b").read(4, 5, "a").read(6, 7, "b"),
        "not-linearizable",
        "stale-read");
  }

  @Test
  void aLostWriteIsFound() {
    bad(new Ops().write(0, 1, "a").read(4, 5, null), "not-linearizable", "lost-write");
  }

  @Test
  void aReadOfWhatFailedOrNobodyWroteIsFound() {
    bad(new Ops().failed(0, 1, "a").read(4, 5, "a"), "not-linearizable");
    bad(new Ops().read(4, 5, "a"), "not-linearizable");
  }

  @Test
  void aCompareAndSetOfAnotherValueIsFound() {
    bad(new Ops().write(0, 1, "a").cas(2, 3, "b", "c"), "not-linearizable");
    good(new Ops().write(0, 1, "a").cas(2, 3, "a", "c").read(4, 5, "c"));
    bad(new Ops().cas(0, 1, null, "a").cas(2, 3, null, "b"), "not-linearizable");
  }

  @Test
  void aDeletedKeyIsAbsent() {
    good(new Ops().write(0, 1, "a").delete(2, 3).read(4, 5, null).cas(6, 7, null, "b"));
    bad(new Ops().write(0, 1, "a").delete(2, 3).read(4, 5, "a"), "not-linearizable", "lost-write");
  }

  @Test
  void aValueThatComesBackIsFound() {
    bad(
        new Ops().write(0, 1, "a").write(2, 9, "b").read(3, 4, "b").read(5, 6, "a"),
        "not-linearizable");
  }

  @Test
  void versionsTellWritesOfTheSameValueApart() {
    good(
        new Ops()
            .write(0, 1, "a")
            .version(1)
            .write(2, 3, "a")
            .version(2)
            .read(4, 5, "a")
            .version(2));
    bad(
        new Ops()
            .write(0, 1, "a")
            .version(1)
            .write(2, 3, "a")
            .version(2)
            .read(4, 5, "a")
            .version(1),
        "not-linearizable",
        "lost-write");
    bad(new Ops().write(0, 1, "a").version(2).write(2, 3, "b").version(1), "not-linearizable");
  }

  @Test
  void aVersionNamesOneValueOnce() {
    bad(new Ops().write(0, 1, "a").version(1).write(2, 3, "b").version(1), "version-conflict");
    bad(
        new Ops().write(0, 1, "a").version(1).perhaps(0, "b").read(2, 3, "b").version(1),
        "version-conflict");
  }

  @Test
  void aWriteOnTheVersionThatItExpectedIsFine() {
    good(new Ops().write(0, 1, "a").version(1).write(2, 3, "b").version(2).expecting(1));
    good(new Ops().write(0, 9, "a").version(1).write(1, 8, "b").version(2).expecting(1));
    good(new Ops().write(0, 1, "a").version(7, 1).write(2, 3, "b").version(7, 2).expecting(7, 0));
    good(
        new Ops()
            .write(0, 1, "a")
            .version(5, 1)
            .delete(2, 3)
            .write(4, 5, "b")
            .version(9, 1)
            .write(6, 7, "c")
            .version(9, 2)
            .expecting(1));
  }

  @Test
  void aWriteOnAnotherVersionThanItExpectedIsFound() {
    var ops =
        new Ops()
            .write(0, 1, "a")
            .version(1)
            .write(2, 3, "b")
            .version(2)
            .write(4, 5, "c")
            .version(3)
            .expecting(1);
    bad(ops, "broken-precondition");
    var violation = linearizable(ops).violations().get(0);
    assertEquals(
        "write \"c\" if version 1 (line 3, process 3) was acknowledged with version 3, so it"
            + " replaced write \"b\" (line 2, process 2)",
        violation.why());
    assertEquals(
        List.of(2L, 3L), violation.operations().stream().map(Operation::invokeLine).toList());
    bad(new Ops().write(0, 1, "a").version(2).expecting(2), "broken-precondition");
    bad(new Ops().perhaps(0, "a").write(2, 3, "b").version(1).expecting(1), "broken-precondition");
  }

  @Test
  void aWriteOnAnotherGenerationThanItExpectedIsFound() {
    var ops = new Ops().write(0, 1, "a").version(5, 1).delete(2, 3).write(4, 5, "b").version(9, 1);
    bad(ops.write(6, 7, "c").version(9, 2).expecting(5, 1), "broken-precondition");
  }

  @Test
  void nothingComesBetweenAWriteAndTheVersionThatItExpected() {
    var ops = new Ops().write(0, 1, "a").version(1).delete(2, 3);
    ops.write(4, 5, "b").version(2).expecting(1);
    bad(ops, "not-linearizable");
    assertTrue(
        linearizable(ops)
            .violations()
            .get(0)
            .why()
            .contains("write \"b\" if version 1 (line 3, process 3) observes what delete (line 2"));
    var withoutVersion = new Ops().write(0, 1, "a").version(1).read(2, 3, "a").delete(4, 5);
    bad(withoutVersion.write(6, 7, "b").version(2).expecting(1), "not-linearizable");
  }

  @Test
  void aVersionThatNobodyWroteCannotBeExpected() {
    var ops = new Ops().write(0, 1, "a").version(1).write(4, 5, "c").version(3).expecting(2);
    bad(ops, "not-linearizable");
    good(ops.perhaps(2, "b"));
  }

  @Test
  void anUnknownWriteMayHaveMetTheVersionThatItExpectedOrNot() {
    var ops = new Ops().write(0, 1, "a").version(1).perhaps(2, "b").expecting(1);
    good(ops.read(5, 6, "a").version(1));
    good(ops.read(7, 8, "b").version(2));
    good(ops.write(9, 10, "c").version(3).expecting(2));
  }

  @Test
  void aConditionalDeleteReplacesTheVersionThatItExpected() {
    good(new Ops().write(0, 1, "a").version(5, 1).delete(2, 3).expecting(5, 1));
    bad(
        new Ops()
            .write(0, 1, "a")
            .version(5, 1)
            .write(2, 3, "b")
            .version(5, 2)
            .delete(4, 5)
            .expecting(5, 1),
        "not-linearizable");
  }

  @Test
  void aWriteIsRefusedOnlyOnAnotherVersionThanItExpected() {
    good(new Ops().write(0, 1, "a").version(1).failed(2, 3, "b").version(1).expecting(2));
    good(new Ops().failed(2, 3, "b").version(0).expecting(2));
    good(new Ops().write(0, 1, "a").version(7, 1).failed(2, 3, "b").version(1).expecting(5, 1));
    bad(
        new Ops().write(0, 1, "a").version(1).failed(2, 3, "b").version(1).expecting(1),
        "broken-precondition");
  }

  @Test
  void weakerReadsAreNotHeldToLinearizability() {
    good(new Ops().write(0, 1, "a").read(4, 5, null).session("s", "eventual"));
  }

  @Test
  void readYourWritesIsHeldWithinASession() {
    bad(
        new Ops().write(0, 1, "a").session("s", "session").read(4, 5, null).session("s", "session"),
        "read-your-writes");
    good(
        new Ops()
            .write(0, 1, "a")
            .session("s", "session")
            .read(4, 5, null)
            .session("t", "session"));
  }

  @Test
  void aKeyThatWasNotWrittenYetIsOlderThanEverything() {
    good(
        new Ops()
            .read(0, 1, null)
            .session("s", "session")
            .write(2, 3, "a")
            .read(4, 5, "a")
            .session("s", "session")
            .delete(6, 7));
  }

  @Test
  void monotonicReadsAreHeldWithinASession() {
    bad(
        new Ops()
            .write(0, 1, "a")
            .write(2, 3, "b")
            .read(4, 5, "b")
            .session("s", "session")
            .read(6, 7, "a")
            .session("s", "session"),
        "monotonic-reads");
    bad(
        new Ops()
            .write(0, 1, "a")
            .version(1)
            .write(0, 9, "b")
            .version(2)
            .read(4, 5, "b")
            .version(2)
            .session("s", "session")
            .read(6, 7, "a")
            .version(1)
            .session("s", "session"),
        "monotonic-reads");
  }

  @Test
  void aStalenessBoundIsHeld() {
    var ms = 1_000_000L;
    good(
        new Ops()
            .write(0, 1, "a")
            .write(90 * ms, 95 * ms, "b")
            .read(100 * ms, 101 * ms, "a")
            .staleness(10));
    bad(
        new Ops()
            .write(0, 1, "a")
            .write(80 * ms, 85 * ms, "b")
            .read(100 * ms, 101 * ms, "a")
            .staleness(10),
        "staleness-bound");
  }

  @Test
  void aKeyThatExistedBeforeMayHoldAnythingAtFirst() {
    var checker = new LinearizableRegisters(Initial.UNKNOWN);
    assertTrue(checker.check(new Ops().read(0, 1, "x").write(2, 3, "a").history()).holds());
    assertTrue(checker.check(new Ops().read(0, 1, "x").perhaps(2, "x").history()).holds());
    var expecting = new Ops().write(0, 1, "a").version(6).expecting(5);
    assertTrue(checker.check(expecting.history()).holds());
    assertFalse(checker.check(new Ops().read(0, 1, "x").read(2, 3, "y").history()).holds());
    assertFalse(checker.check(new Ops().write(0, 1, "a").read(2, 3, "x").history()).holds());
  }

  @Test
  void givingUpIsNotCalledLinearizable() {
    var ops = new Ops();
    var random = new Random(1);
    for (var i = 0; i < 400; i++) {
      var value = "v" + random.nextInt(3);
      if (random.nextBoolean()) {
        ops.write(i, i + 40, value);
      } else {
        ops.read(i, i + 40, value);
      }
    }
    var report = new LinearizableRegisters(Initial.ABSENT, 5).check(ops.history());
    assertTrue(report.violations().isEmpty());
    assertFalse(report.holds());
    assertTrue(report.unknowns().get(0).contains("unknown: budget exceeded"), report::toString);
  }

  @Test
  void theViolationNamesTheOperations() {
    var report = linearizable(new Ops().write(0, 1, "a").write(2, 3, "b").read(4, 5, "a"));
    var violation = report.violations().get(0);
    assertEquals(
        List.of(2L, 3L), violation.operations().stream().map(Operation::invokeLine).toList());
    assertTrue(
        violation
            .why()
            .contains("read \"a\" (line 3, process 3) observes what write \"b\" (line 2"),
        violation::why);
  }

  @Test
  void aLongHistoryOfOneKeyIsSearchedPieceByPiece() {
    var ops = new Ops();
    for (var i = 0; i < 200_000; i++) {
      ops.write(10L * i, 10L * i + 12, "v" + i % 5);
      ops.read(10L * i + 13, 10L * i + 14, "v" + i % 5);
    }
    assertTrue(linearizable(ops).holds());
    ops.add(Operation.READ, null, "v0", Outcome.OK, 5_000_000, 5_000_001);
    assertEquals(List.of("not-linearizable"), Ops.kinds(linearizable(ops)));
  }
}
