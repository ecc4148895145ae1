package io.quorate.history.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.history.Operation;
import io.quorate.history.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Transactions of lists: every anomaly is planted once. */
class TransactionsTest {
  private static List<Object> append(String key, long value) {
    return List.of("append", key, value);
  }

  private static List<Object> read(String key, Long... values) {
    return List.of("r", key, List.of(values));
  }

  private static final class Txns {
    private final Ops ops = new Ops();

    Txns ok(long from, long to, Object... micros) {
      return add(Outcome.OK, from, to, micros);
    }

    Txns add(Outcome outcome, long from, long to, Object... micros) {
      ops.on(
          null,
          Operation.TXN,
          Arrays.stream(micros).toList(),
          Arrays.stream(micros).toList(),
          outcome,
          from,
          to);
      return this;
    }

    Report report() {
      return new ListAppend().check(ops.history());
    }
  }

  private static void assertKinds(Txns txns, String... kinds) {
    assertEquals(List.of(kinds), Ops.kinds(txns.report()), () -> txns.report().toString());
  }

  @Test
  void aSerializableHistoryIsAccepted() {
    assertKinds(
        new Txns()
            .ok(0, 5, append("x", 1))
            .ok(0, 6, append("x", 2), append("y", 1))
            .ok(7, 9, read("x", 1L, 2L), read("y", 1L), append("y", 2))
            .add(Outcome.FAIL, 7, 9, append("x", 3))
            .add(Outcome.INFO, 7, Long.MAX_VALUE, append("x", 4))
            .ok(10, 11, read("y", 1L, 2L), read("x", 1L, 2L, 4L)));
  }

  @Test
  void anAbortedReadIsG1a() {
    assertKinds(new Txns().add(Outcome.FAIL, 0, 1, append("x", 1)).ok(2, 3, read("x", 1L)), "G1a");
  }

  @Test
  void anIntermediateReadIsG1b() {
    assertKinds(
        new Txns()
            .ok(0, 9, append("x", 1), append("x", 2))
            .ok(1, 8, read("x", 1L))
            .ok(10, 11, read("x", 1L, 2L)),
        "G-single",
        "G1b");
  }

  @Test
  void ordersThatContradictAreFound() {
    assertKinds(
        new Txns()
            .ok(0, 9, append("x", 1))
            .ok(0, 9, append("x", 2))
            .ok(0, 9, read("x", 1L, 2L))
            .ok(0, 9, read("x", 2L, 1L)),
        "incompatible-order");
  }

  @Test
  void writesInACycleAreG0() {
    assertKinds(
        new Txns()
            .ok(0, 9, append("x", 1), append("y", 2))
            .ok(0, 9, append("x", 2), append("y", 1))
            .ok(10, 11, read("x", 1L, 2L), read("y", 1L, 2L)),
        "G0");
  }

  @Test
  void twoThatReadEachOtherAreG1c() {
    assertKinds(
        new Txns().ok(0, 9, append("x", 1), read("y", 1L)).ok(0, 9, append("y", 1), read("x", 1L)),
        "G1c");
  }

  @Test
  void aReadThatSeesHalfIsGSingle() {
    assertKinds(
        new Txns()
            .ok(0, 9, append("x", 1), append("y", 1))
            .ok(0, 9, read("x", 1L), read("y"))
            .ok(10, 11, read("y", 1L)),
        "G-single");
  }

  @Test
  void writeSkewIsG2() {
    assertKinds(
        new Txns()
            .ok(0, 9, read("x"), append("y", 1))
            .ok(0, 9, read("y"), append("x", 1))
            .ok(10, 11, read("x", 1L), read("y", 1L)),
        "G2");
  }

  @Test
  void anUpdateOfTheSameStateIsLost() {
    assertKinds(
        new Txns()
            .ok(0, 9, read("x"), append("x", 1))
            .ok(0, 9, read("x"), append("x", 2))
            .ok(10, 11, read("x", 1L, 2L)),
        "G-single",
        "lost-update");
  }

  @Test
  void aStaleReadIsACycleWithRealTime() {
    assertKinds(
        new Txns().ok(0, 1, append("x", 1)).ok(2, 3, read("x")).ok(4, 5, read("x", 1L)),
        "G-single-realtime");
  }

  @Test
  void anAcknowledgedAppendThatNobodyFindsIsLost() {
    assertKinds(
        new Txns().ok(0, 1, append("x", 1)).ok(2, 3, read("x")), "G-single-realtime", "lost-write");
  }

  @Test
  void anElementThatIsThereTwiceWasAppliedTwice() {
    assertKinds(
        new Txns().ok(0, 1, append("x", 1)).ok(2, 3, read("x", 1L, 1L)), "duplicate-application");
  }

  @Test
  void anElementOfNobodyIsFound() {
    assertKinds(new Txns().ok(2, 3, read("x", 7L)), "never-written");
  }

  @Test
  void aTransactionSeesItsOwnAppends() {
    assertKinds(new Txns().ok(0, 1, append("x", 1), read("x")), "internal");
    assertKinds(new Txns().ok(0, 1, append("x", 1)).ok(0, 9, read("x"), read("x", 1L)), "internal");
  }

  @Test
  void elementsThatAreNotUniqueCannotBeJudged() {
    var report = new Txns().ok(0, 1, append("x", 1)).ok(2, 3, append("x", 1)).report();
    assertEquals(1, report.unknowns().size());
  }

  @Test
  void randomSerialExecutionsAreAcceptedAndAForgottenAppendIsNot() {
    var seed = new Random().nextLong();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    for (var round = 0; round < 300; round++) {
      var txns = new Txns();
      var lists = new HashMap<String, List<Long>>();
      for (var i = 0; i < 40; i++) {
        execute(txns, lists, i, random);
      }
      assertTrue(txns.report().holds(), () -> "seed " + seed + ": " + txns.report());
      var any = lists.entrySet().stream().filter(each -> !each.getValue().isEmpty()).findFirst();
      if (any.isPresent()) {
        var shorter = any.get().getValue();
        txns.ok(10_000, 10_001, read(any.get().getKey(), shorter.toArray(Long[]::new)));
        shorter.remove(shorter.size() - 1);
        txns.ok(10_002, 10_003, read(any.get().getKey(), shorter.toArray(Long[]::new)));
        assertTrue(!txns.report().violations().isEmpty(), () -> "seed " + seed);
      }
    }
  }

  private static void execute(Txns txns, Map<String, List<Long>> lists, int i, Random random) {
    var micros = new ArrayList<@Nullable Object>();
    var fate = random.nextInt(10);
    var scratch = new HashMap<String, List<Long>>();
    lists.forEach((key, list) -> scratch.put(key, new ArrayList<>(list)));
    for (var j = 0; j < 1 + random.nextInt(4); j++) {
      var key = "k" + random.nextInt(3);
      var list = scratch.computeIfAbsent(key, absent -> new ArrayList<>());
      if (random.nextBoolean()) {
        list.add(100L * i + j);
        micros.add(append(key, 100L * i + j));
      } else {
        micros.add(List.of("r", key, List.copyOf(list)));
      }
    }
    if (fate > 1) {
      lists.putAll(scratch);
    }
    var outcome = fate == 0 ? Outcome.FAIL : fate < 4 ? Outcome.INFO : Outcome.OK;
    var to = outcome == Outcome.INFO ? Long.MAX_VALUE : 100L * i + random.nextInt(300);
    txns.ops.on(null, Operation.TXN, micros, micros, outcome, 100L * i - random.nextInt(300), to);
  }
}
