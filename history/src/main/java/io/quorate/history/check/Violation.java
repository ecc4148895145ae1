package io.quorate.history.check;

import io.quorate.history.Operation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A promise that was broken.
 *
 * @param kind a short name that stays the same: {@code not-linearizable}, {@code G1a}, …
 * @param key null where it is not about one key
 * @param operations those that show it, the decisive one last
 * @param why one sentence for the person who was woken by it
 */
public record Violation(String kind, @Nullable String key, List<Operation> operations, String why) {
  public Violation {
    operations = List.copyOf(operations);
  }
}
