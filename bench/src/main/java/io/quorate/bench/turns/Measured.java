package io.quorate.bench.turns;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rounds of a row, in their order.
 *
 * @param failure why there are not all of them, when there are not
 */
public record Measured(Row row, List<Round> first, List<Round> second, @Nullable String failure) {
  public Measured {
    first = List.copyOf(first);
    second = List.copyOf(second);
  }
}
