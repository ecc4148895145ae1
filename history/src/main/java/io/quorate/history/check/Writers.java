package io.quorate.history.check;

import io.quorate.history.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may have written the values of one key, and so what is surely older than what. By versions
 * where both sides carry them, else by time. Never wrong, but without versions it does not see
 * everything: where a value was written twice, the later write excuses a read.
 */
final class Writers {
  private static final Object ABSENT = new Object();

  /** When all writes of a value had returned, and the first of them was invoked. */
  private static final class Span {
    long lastReturn = Long.MIN_VALUE;
    long firstInvoke = Long.MAX_VALUE;
  }

  private static final Span NOBODY = new Span();

  private final Map<Object, Span> spans = new HashMap<>();

  /** Of all operations of a key. */
  Writers(List<Operation> operations) {
    for (var operation : operations) {
      if (operation.mutates()) {
        var span = spans.computeIfAbsent(value(operation.written()), absent -> new Span());
        span.lastReturn = Math.max(span.lastReturn, operation.returnedAt());
        span.firstInvoke = Math.min(span.firstInvoke, operation.invokedAt());
      }
    }
  }

  private static Object value(@Nullable Object value) {
    return value == null ? ABSENT : value;
  }

  private Span span(@Nullable Object value) {
    return spans.getOrDefault(value(value), NOBODY);
  }

  /** Whether what was read had surely been overwritten once {@code write} was acknowledged. */
  boolean isOlder(Operation read, Operation write) {
    var seen = read.version();
    var written = write.version();
    if (seen != null && written != null && read.result() != null && write.written() != null) {
      return seen.compareTo(written) < 0;
    }
    return span(read.result()).lastReturn < write.invokedAt();
  }

  /**
   * Whether what was read is surely older than what another read had returned. An absent key may be
   * one that was not written yet, and nothing is older than that.
   */
  boolean isOlderThanRead(Operation read, Operation other) {
    if (other.result() == null) {
      return false;
    }
    var seen = read.version();
    var before = other.version();
    if (seen != null && before != null && read.result() != null) {
      return seen.compareTo(before) < 0;
    }
    var writers = span(other.result());
    return writers != NOBODY && span(read.result()).lastReturn < writers.firstInvoke;
  }

  /** The better witness that others are old: the higher version, or else the later. */
  static Operation newer(@Nullable Operation one, Operation other) {
    if (one == null) {
      return other;
    }
    var version = one.version();
    var others = other.version();
    if (version != null && others != null) {
      return version.compareTo(others) < 0 ? other : one;
    }
    return one.invokedAt() < other.invokedAt() ? other : one;
  }
}
