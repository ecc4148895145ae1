package io.quorate.history;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The operations of one or several recorded files whose times come from one clock, as checkers take
 * them: grouped by key, range deletes spread over the keys that they may have met, and without the
 * keys of which something was dropped.
 */
public final class History {
  private final List<Operation> operations;
  private final Map<String, List<Operation>> byKey;
  private final Set<String> droppedKeys = new HashSet<>();
  private boolean allDropped;

  private History(List<Operation> operations) {
    this.operations = Collections.unmodifiableList(operations);
    this.byKey = group();
  }

  public static History of(List<Operation> operations) {
    return new History(new ArrayList<>(operations));
  }

  public static History read(Path... files) throws IOException {
    var operations = new ArrayList<Operation>();
    for (var file : files) {
      HistoryReader.read(file, operations::add);
    }
    return new History(operations);
  }

  /** All of them, in no particular order. */
  public List<Operation> operations() {
    return operations;
  }

  public List<Operation> operations(String f) {
    return operations.stream().filter(operation -> operation.f().equals(f)).toList();
  }

  /** By key, what happened to it; only keys that are wholly recorded. */
  public Map<String, List<Operation>> byKey() {
    return byKey;
  }

  /** Keys of which the recorder dropped operations: nothing can be said of them. */
  public Set<String> droppedKeys() {
    return Collections.unmodifiableSet(droppedKeys);
  }

  /** Whether the recorder dropped more than it could name: nothing can be said of any key. */
  public boolean allDropped() {
    return allDropped;
  }

  private Map<String, List<Operation>> group() {
    var groups = new LinkedHashMap<String, List<Operation>>();
    var ranges = new ArrayList<Operation>();
    for (var operation : operations) {
      var key = operation.key();
      if (operation.f().equals(Operation.DROPPED)) {
        if (key == null) {
          allDropped = true;
        } else {
          droppedKeys.add(key);
        }
      } else if (operation.f().equals(Operation.DELETE_RANGE)) {
        ranges.add(operation);
      } else if (key != null) {
        groups.computeIfAbsent(key, absent -> new ArrayList<>()).add(operation);
      }
    }
    if (allDropped) {
      groups.clear();
    }
    groups.keySet().removeAll(droppedKeys);
    ranges.forEach(range -> spread(range, groups));
    return Collections.unmodifiableMap(groups);
  }

  private static void spread(Operation range, Map<String, List<Operation>> groups) {
    if (!(range.argument() instanceof List<?> bounds)
        || !(bounds.get(0) instanceof String start)
        || !(bounds.get(1) instanceof String end)) {
      return;
    }
    for (var group : groups.entrySet()) {
      var key = group.getKey();
      if (BytesText.compare(start, key) <= 0
          && (end.isEmpty() || BytesText.compare(key, end) < 0)) {
        group.getValue().add(of(range, key));
      }
    }
  }

  private static Operation of(Operation range, @Nullable String key) {
    return new Operation(
        range.source(),
        range.process(),
        Operation.DELETE,
        key,
        null,
        null,
        range.outcome(),
        range.invokedAt(),
        range.returnedAt(),
        range.invokeLine(),
        range.returnLine(),
        range.details());
  }
}
