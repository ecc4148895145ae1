package io.quorate.cli.drill;

import io.quorate.history.History;
import io.quorate.history.Operation;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * From each strike to the first write that was acknowledged after it: by another leader, where the
 * strike ended a leadership; else the first one that was invoked after it.
 *
 * @param all one for each strike; empty = there was none
 */
record FirstWrites(List<Optional<Long>> all) {
  FirstWrites {
    all = List.copyOf(all);
  }

  /** In nanoseconds of the history's clock, when it was acknowledged. */
  static FirstWrites of(History history, List<Strike> strikes) {
    var writes =
        history.operations().stream()
            .filter(each -> each.ok() && each.mutates())
            .sorted(Comparator.comparingLong(Operation::returnedAt))
            .toList();
    return new FirstWrites(strikes.stream().map(strike -> after(strike, writes)).toList());
  }

  private static Optional<Long> after(Strike strike, List<Operation> writes) {
    return writes.stream()
        .filter(write -> counts(write, strike))
        .map(Operation::returnedAt)
        .findFirst();
  }

  private static boolean counts(Operation write, Strike strike) {
    return strike.newLeader()
        ? write.returnedAt() >= strike.atNanos() && !strike.node().equals(write.details().node())
        : write.invokedAt() >= strike.atNanos();
  }

  /** The longest wait; empty when one of the strikes was followed by no write. */
  Optional<Long> worstMs(List<Strike> strikes) {
    var worst = 0L;
    for (var i = 0; i < strikes.size(); i++) {
      var at = all.get(i);
      if (at.isEmpty()) return Optional.empty();
      worst = Math.max(worst, at.get() - strikes.get(i).atNanos());
    }
    return Optional.of(Millis.of(worst));
  }
}
