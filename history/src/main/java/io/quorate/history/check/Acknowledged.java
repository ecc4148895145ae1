package io.quorate.history.check;

import io.quorate.history.Operation;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The acknowledged writes of one key by time, to ask what a read must at least have seen. */
final class Acknowledged {
  private final List<Operation> writes;
  private final Operation[] newest;
  private final Operation[] latest;
  private final Writers writers;

  /** Of all operations of a key. */
  Acknowledged(List<Operation> operations) {
    writers = new Writers(operations);
    writes =
        operations.stream()
            .filter(each -> each.ok() && each.mutates())
            .sorted(Comparator.comparingLong(Operation::returnedAt))
            .toList();
    newest = new Operation[writes.size()];
    latest = new Operation[writes.size()];
    for (var i = 0; i < newest.length; i++) {
      var write = writes.get(i);
      newest[i] = i == 0 ? write : Writers.newer(newest[i - 1], write);
      latest[i] = i == 0 || write.invokedAt() > latest[i - 1].invokedAt() ? write : latest[i - 1];
    }
  }

  /** A write acknowledged before {@code time} that the read surely did not see; null = none. */
  @Nullable Operation missedBy(Operation read, long time) {
    var low = 0;
    var high = writes.size();
    while (low < high) {
      var middle = (low + high) >>> 1;
      if (writes.get(middle).returnedAt() < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low == 0) {
      return null;
    }
    if (writers.isOlder(read, newest[low - 1])) {
      return newest[low - 1];
    }
    return writers.isOlder(read, latest[low - 1]) ? latest[low - 1] : null;
  }

  boolean isOlder(Operation read, Operation write) {
    return writers.isOlder(read, write);
  }
}
