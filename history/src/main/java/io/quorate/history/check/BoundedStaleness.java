package io.quorate.history.check;

import io.quorate.history.History;
import io.quorate.history.Operation;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A read that claims to be at most so many milliseconds old returns nothing that was overwritten,
 * and acknowledged, earlier than that before the read began. Whatever its consistency: it is the
 * claim that is checked. At most one violation per key.
 */
public final class BoundedStaleness implements Checker {
  @Override
  public String name() {
    return "bounded-staleness";
  }

  @Override
  public Report check(History history) {
    var report = new Report.Builder(name());
    history.byKey().forEach((key, operations) -> check(key, Registers.of(operations), report));
    return report.build();
  }

  private static void check(String key, List<Operation> operations, Report.Builder report) {
    var claims =
        operations.stream()
            .filter(each -> each.ok() && each.details().stalenessMs() != null)
            .toList();
    if (claims.isEmpty()) {
      return;
    }
    report.looked(claims.size());
    var acknowledged = new Acknowledged(operations);
    for (var read : claims) {
      var bound = read.details().stalenessMs();
      if (bound == null || bound < 0 || !read.f().equals(Operation.READ)) {
        continue;
      }
      var missed =
          acknowledged.missedBy(read, read.invokedAt() - TimeUnit.MILLISECONDS.toNanos(bound));
      if (missed != null) {
        report.violation(
            new Violation(
                "staleness-bound",
                key,
                List.of(missed, read),
                "%s claims to be at most %d ms old, but %s was acknowledged %d ms before it began"
                    .formatted(
                        read.describe(),
                        bound,
                        missed.describe(),
                        TimeUnit.NANOSECONDS.toMillis(read.invokedAt() - missed.returnedAt()))));
        return;
      }
    }
  }
}
