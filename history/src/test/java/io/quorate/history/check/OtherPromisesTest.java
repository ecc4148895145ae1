package io.quorate.history.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quorate.history.Operation;
import io.quorate.history.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Counters, banks, locks, scans and feeds: good histories, and every violation planted once. */
class OtherPromisesTest {
  private static void assertKinds(Checker checker, Ops ops, String... kinds) {
    var report = checker.check(ops.history());
    assertEquals(List.of(kinds), Ops.kinds(report), report::toString);
    assertEquals(List.of(), report.unknowns());
  }

  private static Ops add(Ops ops, long from, long to, long amount, Outcome outcome) {
    return ops.add(Operation.ADD, amount, amount, outcome, from, to);
  }

  @Test
  void aCounterHasWhatWasAcknowledgedAndNotMoreThanWasAsked() {
    var checker = new Counters(Initial.ABSENT);
    var ops = add(add(new Ops(), 0, 1, 5, Outcome.OK), 2, Long.MAX_VALUE, 2, Outcome.INFO);
    add(add(ops, 2, 3, 100, Outcome.FAIL), 6, 7, -1, Outcome.OK);
    assertKinds(checker, ops.read(4, 5, 7L).read(4, 5, 5L).read(8, 9, 6L).read(8, 9, 4L));
    assertKinds(checker, ops.read(8, 9, 3L), "lost-write");
    assertKinds(checker, ops.read(8, 9, 7L), "duplicate-application", "lost-write");
  }

  @Test
  void aCounterOfUnknownBeginningIsNotJudged() {
    var ops = add(new Ops(), 0, 1, 5, Outcome.OK).read(2, 3, 7L);
    assertEquals(1, new Counters(Initial.UNKNOWN).check(ops.history()).unknowns().size());
  }

  private static Ops balances(Ops ops, long from, Map<String, Long> balances) {
    return ops.on(null, Operation.BALANCES, null, balances, Outcome.OK, from, from + 1);
  }

  @Test
  void aBanksTotalStaysTheSame() {
    var ops =
        balances(balances(new Ops(), 0, Map.of("a", 5L, "b", 5L)), 2, Map.of("a", 3L, "b", 7L));
    assertKinds(new BankTotals(), ops);
    assertKinds(new BankTotals(), balances(ops, 4, Map.of("a", 3L, "b", 5L)), "bank-total");
  }

  private static Ops acquire(Ops ops, long from, long to, long fence) {
    return ops.add(Operation.ACQUIRE, null, fence, Outcome.OK, from, to);
  }

  @Test
  void aLockHasOneHolder() {
    var ops = acquire(new Ops(), 0, 1, 1).held(1L, 50L);
    assertKinds(new LeaseExclusion(), acquire(ops, 40, 51, 2).held(2L, 80L));
    assertKinds(new LeaseExclusion(), acquire(ops, 60, 61, 3), "mutual-exclusion");
  }

  @Test
  void whoLearnsOfAGrantWhenItsTimeIsOverHoldsNothing() {
    var ops = acquire(acquire(new Ops(), 60, 70, 2).held(2L, 90L), 10, 80, 1).held(1L, 50L);
    assertKinds(new LeaseExclusion(), ops);
    assertKinds(new LeaseExclusion(), acquire(ops, 75, 85, 3).held(3L, 84L), "mutual-exclusion");
  }

  @Test
  void fencesGrow() {
    assertKinds(new LeaseExclusion(), acquire(acquire(new Ops(), 0, 1, 2), 2, 3, 1), "fence-order");
    assertKinds(
        new LeaseExclusion(), acquire(acquire(new Ops(), 0, 1, 2), 2, 3, 2), "fence-reused");
  }

  @Test
  void aFormerHolderDoesNotWrite() {
    var ops = new Ops().write(0, 1, "a").held(1L, null).write(2, 3, "b").held(2L, null);
    assertKinds(new LeaseExclusion(), ops);
    assertKinds(new LeaseExclusion(), ops.write(4, 5, "c").held(1L, null), "fenced-write");
  }

  private static Ops page(Ops ops, long from, long index, String... keys) {
    return ops.on(null, Operation.SCAN, null, List.of(keys), Outcome.OK, from, from + 1)
        .page("s", index);
  }

  @Test
  void aScanShowsOneStateInOrder() {
    assertKinds(new ScanPages(), page(page(new Ops(), 0, 7, "a", "b"), 2, 7, "c"));
    assertKinds(
        new ScanPages(), page(page(new Ops(), 0, 7, "a", "b"), 2, 8, "c"), "scan-not-pinned");
    assertKinds(new ScanPages(), page(page(new Ops(), 0, 7, "a", "b"), 2, 7, "b"), "scan-order");
  }

  private static Ops feed(Ops ops, String session, long... numbers) {
    var changes = new ArrayList<Object>();
    Arrays.stream(numbers).forEach(each -> changes.add(List.of(each / 10, each % 10)));
    var from = ops.list().size() * 10L;
    return ops.on(null, Operation.FEED, null, changes, Outcome.OK, from, from + 1)
        .session(session, "linearizable");
  }

  @Test
  void aFeedDeliversEachChangeOnceInOrder() {
    assertKinds(new ChangeFeeds(), feed(feed(new Ops(), "a", 10, 11, 30), "a", 31, 50));
    assertKinds(new ChangeFeeds(), feed(feed(new Ops(), "a", 10, 11), "a", 11), "feed-duplicate");
    assertKinds(new ChangeFeeds(), feed(new Ops(), "a", 30, 10), "feed-order");
  }

  @Test
  void aFeedHasNoGaps() {
    assertKinds(new ChangeFeeds(), feed(new Ops(), "a", 10, 12), "feed-gap");
    assertKinds(new ChangeFeeds(), feed(new Ops(), "a", 10, 31), "feed-gap");
    assertKinds(new ChangeFeeds(), feed(feed(new Ops(), "a", 10, 20, 30), "b", 10, 30), "feed-gap");
    assertKinds(new ChangeFeeds(), feed(feed(new Ops(), "a", 10, 20, 30), "b", 20));
  }
}
