package io.quorate.cli.drill;

import io.quorate.history.History;
import io.quorate.history.Operation;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One write of the probe, as recorded.
 *
 * @param endNanos when it was answered; of one that was not, when the next one began
 */
record Probe(long invokedNanos, long endNanos, boolean acknowledged) {

  static List<Probe> of(History history, String key) {
    var writes =
        history.byKey().getOrDefault(key, List.of()).stream()
            .filter(each -> each.f().equals(Operation.WRITE))
            .sorted(Comparator.comparingLong(Operation::invokedAt))
            .toList();
    return IntStream.range(0, writes.size())
        .mapToObj(
            i -> {
              var write = writes.get(i);
              var next = i + 1 < writes.size() ? writes.get(i + 1).invokedAt() : write.invokedAt();
              var end = write.returnedAt() == Long.MAX_VALUE ? next : write.returnedAt();
              return new Probe(write.invokedAt(), end, write.ok());
            })
        .toList();
  }
}
