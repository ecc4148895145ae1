package io.quorate.history.check;

import io.quorate.history.Operation;
import io.quorate.history.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One transaction of lists: what it appended to each key, and what it read. */
final class AppendTransaction {
  /** A read; {@code elements} are those before the transaction's own appends. */
  record Read(String key, List<?> elements) {}

  /** An element of a key's list; appended once in a history. */
  record Element(String key, Object value) {}

  final Operation operation;

  /** By key, in order. */
  final Map<String, List<Object>> appends = new LinkedHashMap<>();

  final List<Read> reads = new ArrayList<>();

  /** Why it contradicts itself; null when it does not. */
  @Nullable String contradiction;

  AppendTransaction(Operation operation) {
    this.operation = operation;
    var micros = operation.ok() ? operation.result() : operation.argument();
    for (var element : micros instanceof List<?> list ? list : List.of()) {
      if (element instanceof List<?> micro) {
        add(String.valueOf(micro.get(0)), String.valueOf(micro.get(1)), micro.get(2));
      }
    }
  }

  private void add(String what, String key, @Nullable Object value) {
    if (what.equals("append") && value != null) {
      appends.computeIfAbsent(key, absent -> new ArrayList<>()).add(value);
    } else if (operation.ok()) {
      read(key, value instanceof List<?> list ? list : List.of());
    }
  }

  /**
   * A transaction reads its own appends at the end of the list, and before them always the same.
   */
  private void read(String key, List<?> list) {
    var own = appends.getOrDefault(key, List.of());
    var others = list.size() - own.size();
    if (others < 0 || !list.subList(others, list.size()).equals(own)) {
      contradiction = "its read of " + key + " does not end with what it had appended itself";
      return;
    }
    var before = List.copyOf(list.subList(0, others));
    for (var read : reads) {
      if (read.key().equals(key) && !read.elements().equals(before)) {
        contradiction = "it reads " + key + " twice and differently";
        return;
      }
    }
    reads.add(new Read(key, before));
  }

  boolean failed() {
    return operation.outcome() == Outcome.FAIL;
  }

  String describe() {
    return operation.describe();
  }
}
