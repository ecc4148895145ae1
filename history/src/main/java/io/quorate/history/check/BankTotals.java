package io.quorate.history.check;

import io.quorate.history.History;
import io.quorate.history.Operation;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Money moves between accounts and never comes or goes: every reading of all balances has the same
 * total, and the same accounts, as the first. Otherwise a transfer was seen, or done, by half.
 * Jepsen's bank test. At most ten violations.
 */
public final class BankTotals implements Checker {
  private static final int ENOUGH = 10;

  @Override
  public String name() {
    return "bank-totals";
  }

  @Override
  public Report check(History history) {
    var report = new Report.Builder(name());
    var readings =
        history.operations(Operation.BALANCES).stream()
            .filter(Operation::ok)
            .sorted(Comparator.comparingLong(Operation::invokedAt))
            .toList();
    report.looked(readings.size());
    readings.stream()
        .skip(1)
        .filter(each -> differs(readings.get(0), each))
        .limit(ENOUGH)
        .forEach(
            each ->
                report.violation(
                    new Violation(
                        "bank-total",
                        null,
                        List.of(readings.get(0), each),
                        "%s adds up to %d over %d accounts, but it was %d over %d on line %d: a transfer took effect by half"
                            .formatted(
                                each.describe(),
                                total(each),
                                balances(each).size(),
                                total(readings.get(0)),
                                balances(readings.get(0)).size(),
                                readings.get(0).invokeLine()))));
    return report.build();
  }

  private static boolean differs(Operation first, Operation other) {
    return total(first) != total(other)
        || !balances(first).keySet().equals(balances(other).keySet());
  }

  private static long total(Operation reading) {
    return balances(reading).values().stream().mapToLong(each -> (Long) each).sum();
  }

  private static Map<?, ?> balances(Operation reading) {
    return reading.result() instanceof Map<?, ?> map ? map : Map.of();
  }
}
