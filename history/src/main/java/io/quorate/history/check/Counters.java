package io.quorate.history.check;

import io.quorate.history.History;
import io.quorate.history.Operation;
import io.quorate.history.Outcome;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Counters, which begin at 0: a read returns at least what had been acknowledged when it began and
 * at most what had been invoked when it ended. Less is a lost acknowledged write, more is a write
 * that was applied twice (or one that was reported as failed). As Jepsen's counter checker. At most
 * one violation of each kind per key.
 */
public final class Counters implements Checker {
  private final Initial initial;

  public Counters(Initial initial) {
    this.initial = initial;
  }

  @Override
  public String name() {
    return "counters";
  }

  @Override
  public Report check(History history) {
    var report = new Report.Builder(name());
    history
        .byKey()
        .forEach(
            (key, operations) -> {
              var adds =
                  operations.stream().filter(each -> each.f().equals(Operation.ADD)).toList();
              if (!adds.isEmpty()) {
                report.looked(operations.size());
                check(key, adds, operations, report);
              }
            });
    return report.build();
  }

  private void check(
      String key, List<Operation> adds, List<Operation> operations, Report.Builder report) {
    if (initial == Initial.UNKNOWN) {
      report.unknown("key " + key + ": a counter whose initial value is unknown cannot be judged");
      return;
    }
    var acknowledged = adds.stream().filter(Operation::ok).toList();
    var possible = adds.stream().filter(each -> each.outcome() != Outcome.FAIL).toList();
    var surelyUp = new Sums(acknowledged, 1, Operation::returnedAt);
    var surelyDown = new Sums(acknowledged, -1, Operation::returnedAt);
    var perhapsUp = new Sums(possible, 1, Operation::invokedAt);
    var perhapsDown = new Sums(possible, -1, Operation::invokedAt);
    var lost = false;
    var twice = false;
    for (var read : operations) {
      if (!read.f().equals(Operation.READ) || !read.ok()) {
        continue;
      }
      var value = read.result() instanceof Long number ? number : 0;
      var least = surelyUp.before(read.invokedAt()) + perhapsDown.before(read.returnedAt() + 1);
      var most = surelyDown.before(read.invokedAt()) + perhapsUp.before(read.returnedAt() + 1);
      if (value < least && !lost) {
        lost = true;
        report.violation(
            new Violation(
                "lost-write",
                key,
                List.of(read),
                "%s returned %d, but what was acknowledged before it adds up to at least %d: an acknowledged add is lost"
                    .formatted(read.describe(), value, least)));
      } else if (value > most && !twice) {
        twice = true;
        report.violation(
            new Violation(
                "duplicate-application",
                key,
                List.of(read),
                "%s returned %d, but all that was ever asked before it ended adds up to at most %d: an add was applied twice, or one that had failed"
                    .formatted(read.describe(), value, most)));
      }
    }
  }

  /** Sums of the amounts of one sign, by time. */
  private static final class Sums {
    private final long[] times;
    private final long[] sums;

    Sums(List<Operation> adds, int sign, ToLongFunction<Operation> time) {
      var sorted =
          adds.stream()
              .filter(add -> Long.signum(amount(add)) == sign)
              .sorted(Comparator.comparingLong(time))
              .toList();
      times = sorted.stream().mapToLong(time).toArray();
      sums = new long[times.length + 1];
      for (var i = 0; i < times.length; i++) {
        sums[i + 1] = sums[i] + amount(sorted.get(i));
      }
    }

    private static long amount(Operation add) {
      return add.argument() instanceof Long number ? number : 0;
    }

    long before(long time) {
      var low = 0;
      var high = times.length;
      while (low < high) {
        var middle = (low + high) >>> 1;
        if (times[middle] < time) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return sums[low];
    }
  }
}
