package io.quorate.history.check;

import io.quorate.history.History;
import java.util.List;

/** Looks for breaches of one promise. Without state: for all threads. */
public interface Checker {
  /** As it is named in reports and on the command line. */
  String name();

  /** Looks at what it understands of a history and ignores the rest. */
  Report check(History history);

  /** All that need nothing but the history, for registers that began as {@code initial} says. */
  static List<Checker> all(Initial initial) {
    return List.of(
        new LinearizableRegisters(initial),
        new AcknowledgedWrites(),
        new SessionGuarantees(),
        new BoundedStaleness(),
        new Counters(initial),
        new BankTotals(),
        new ListAppend(),
        new LeaseExclusion(),
        new ScanPages(),
        new ChangeFeeds());
  }
}
