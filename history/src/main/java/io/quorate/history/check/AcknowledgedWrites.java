package io.quorate.history.check;

import io.quorate.history.History;
import io.quorate.history.Operation;
import java.util.List;

/**
 * A linearizable read sees every write that was acknowledged before it was invoked. What {@link
 * LinearizableRegisters} decides exactly is told here in the words of what it means: the write was
 * lost if no read that came later shows it, else the read was stale. At most one of each per key.
 */
public final class AcknowledgedWrites implements Checker {
  @Override
  public String name() {
    return "acknowledged-writes";
  }

  @Override
  public Report check(History history) {
    var report = new Report.Builder(name());
    history
        .byKey()
        .forEach((key, operations) -> check(key, Registers.linearizable(operations), report));
    return report.build();
  }

  private static void check(String key, List<Operation> operations, Report.Builder report) {
    report.looked(operations.size());
    var acknowledged = new Acknowledged(operations);
    for (var read : operations) {
      if (!read.f().equals(Operation.READ) || !read.ok()) {
        continue;
      }
      var missed = acknowledged.missedBy(read, read.invokedAt());
      if (missed == null) {
        continue;
      }
      var seenLater =
          operations.stream()
              .anyMatch(
                  each ->
                      each.f().equals(Operation.READ)
                          && each.ok()
                          && read.precedes(each)
                          && !acknowledged.isOlder(each, missed));
      report.violation(
          new Violation(
              seenLater ? "stale-read" : "lost-write",
              key,
              List.of(missed, read),
              seenLater
                  ? read.describe()
                      + " returned what "
                      + missed.describe()
                      + " had overwritten and acknowledged before the read began: the read was"
                      + " stale"
                  : missed.describe()
                      + " was acknowledged, and from "
                      + read.describe()
                      + " on no read shows it: the write is lost"));
      return;
    }
  }
}
