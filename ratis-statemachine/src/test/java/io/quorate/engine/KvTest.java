package io.quorate.engine;

import static io.quorate.engine.Driver.reason;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.command.Bytes;
import io.quorate.command.Command;
import io.quorate.command.Compare;
import io.quorate.command.KeyValue;
import io.quorate.command.Precondition;
import io.quorate.command.Proposed;
import io.quorate.command.Result;
import io.quorate.digest.DigestMark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KvTest {
  private static final Bytes KEY = Bytes.utf8("key");
  private static final Command PUT = new Command.Put(KEY, Bytes.utf8("v"));
  private static final Command DELETE = new Command.Delete(KEY);

  @TempDir Path folder;
  private Driver driver;

  @BeforeEach
  void open() {
    driver = new Driver(folder);
  }

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void aKeyCreatedAgainBeginsAtVersionOneButNotWithinOneEntry() {
    driver.run(PUT);
    driver.run(PUT);
    driver.run(DELETE);
    assertEquals(new Result.PutDone(1, 4, null), driver.run(PUT));
    var results =
        driver.entry(Proposed.of(DELETE), Proposed.of(PUT), Proposed.of(DELETE), Proposed.of(PUT));
    assertEquals(new Result.PutDone(2, 5, null), results.get(1).result());
    assertEquals(new Result.PutDone(3, 5, null), results.get(3).result());
  }

  @Test
  void aPreconditionSaysWhatItFound() {
    driver.run(PUT);
    var put = new Command.Put(KEY, Bytes.EMPTY, Precondition.version(7), 0, false);
    var rejected = (Result.Rejected) driver.run(put);
    assertEquals(1, rejected.currentVersion());
    assertEquals(
        "expected key key version 7; it has version 1, created at index 1", rejected.message());
    var again = new Command.Put(KEY, Bytes.EMPTY, new Precondition(false, 1, 1), 0, true);
    assertEquals(
        new Result.PutDone(2, 1, new KeyValue(KEY, Bytes.utf8("v"), 1, 1, 1, 0)),
        driver.run(again));
  }

  @Test
  void rangesOfATransactionTogetherDeleteNoMoreThanAChunk() {
    for (int i = 0; i < 1010; i++) {
      driver.put("k%04d".formatted(i), "v");
    }
    var all = new Command.DeleteRange(Bytes.utf8("k"), Bytes.EMPTY, 1000);
    var few = new Command.DeleteRange(Bytes.utf8("k"), Bytes.EMPTY, 4);
    var done =
        (Result.TransactionDone)
            driver.run(new Command.Transaction(List.of(), List.of(few, all, few), List.of()));
    assertEquals(
        List.of(
            new Result.RangeDeleted(4, true, Bytes.utf8("k0004")),
            new Result.RangeDeleted(996, true, Bytes.utf8("k1000")),
            new Result.RangeDeleted(0, true, Bytes.utf8("k1000"))),
        done.results());
  }

  @Test
  void whatATransactionReadsIsBounded() {
    var steps = new ArrayList<Command.Step>();
    steps.add(new Command.Put(Bytes.utf8("other"), Bytes.EMPTY));
    for (int i = 0; i < 3; i++) {
      steps.add(new Command.Get(KEY));
    }
    driver.run(new Command.Put(KEY, Bytes.wrap(new byte[1 << 20])));
    assertEquals(
        Result.Reason.INVALID,
        reason(driver.run(new Command.Transaction(List.of(), steps, List.of()))));
    try (View view = driver.engine.view()) {
      assertTrue(view.get(Bytes.utf8("other")).isEmpty());
    }
  }

  @Test
  void aValueComparisonFailsForAnAbsentKey() {
    for (Compare.Relation relation : Compare.Relation.values()) {
      var compare = new Compare(KEY, Compare.Target.VALUE, relation, 0, Bytes.EMPTY);
      var done =
          (Result.TransactionDone)
              driver.run(new Command.Transaction(List.of(compare), List.of(), List.of()));
      assertFalse(done.succeeded());
    }
  }

  @Test
  void digestMarksRememberTheRootAfterTheirEntry() {
    for (int i = 0; i < 20; i++) {
      driver.entry(Proposed.of(new Command.DigestMark()), Proposed.of(PUT));
    }
    List<DigestMark> marks = driver.engine.digestMarks();
    assertEquals(16, marks.size());
    assertEquals(20, marks.getLast().index());
    assertEquals(driver.engine.digest().root(), marks.getLast().root().toString());
  }
}
