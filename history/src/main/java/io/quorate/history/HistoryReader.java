package io.quorate.history;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads recorded histories line by line and pairs each invocation with its completion. It holds the
 * last line of each process, and one copy of each value.
 */
public final class HistoryReader {
  /** Values and keys come often; beyond so many different ones they are no longer shared. */
  private static final int MAX_SHARED = 1_000_000;

  private final String source;
  private final Consumer<Operation> operations;
  private final Map<Long, Event> open = new HashMap<>();
  private final Map<Long, Event> latest = new HashMap<>();
  private final Map<Object, Object> shared = new HashMap<>();

  private HistoryReader(String source, Consumer<Operation> operations) {
    this.source = source;
    this.operations = operations;
  }

  /**
   * Hands over the operations of a file, in the order in which they returned, at last those that
   * never did, which are INFO.
   *
   * @throws MalformedHistoryException when a line is wrong
   */
  public static void read(Path file, Consumer<Operation> operations) throws IOException {
    try (var in = Files.newInputStream(file)) {
      read(in, file.toString(), operations);
    }
  }

  /** The same of a stream, which stays open; {@code source} names it in messages. */
  public static void read(InputStream in, String source, Consumer<Operation> operations)
      throws IOException {
    new HistoryReader(source, operations).run(new Lines(in, source));
  }

  private void run(Lines lines) throws IOException {
    for (var text = lines.next(); text != null; text = lines.next()) {
      if (text.isBlank()) {
        continue;
      }
      try {
        accept(Event.parse(text, lines.number()));
      } catch (Event.Malformed wrong) {
        var hint =
            lines.ended()
                ? ""
                : "; it is the last and has no line end: if the program was killed, remove it";
        throw new MalformedHistoryException(source, lines.number(), wrong.getMessage() + hint);
      }
    }
    open.values().stream()
        .sorted(Comparator.comparingLong(Event::line))
        .forEach(invoked -> operations.accept(operation(invoked, null)));
  }

  private void accept(Event event) throws Event.Malformed {
    var before = latest.put(event.process(), event);
    if (before != null && event.time() < before.time()) {
      throw new Event.Malformed(
          "time goes backwards for process %d: %d after %d on line %d"
              .formatted(event.process(), event.time(), before.time(), before.line()));
    }
    if (event.type().equals("invoke")) {
      var unfinished = open.putIfAbsent(event.process(), event);
      if (unfinished != null) {
        throw new Event.Malformed(
            "process %d invokes a %s while its %s of line %d is open; a process does one thing at a time"
                .formatted(event.process(), event.f(), unfinished.f(), unfinished.line()));
      }
      return;
    }
    var invoked = open.remove(event.process());
    if (invoked == null) {
      throw new Event.Malformed(
          "%s without an invoke: process %d has nothing open"
              .formatted(event.type(), event.process()));
    }
    if (!invoked.f().equals(event.f())
        || (event.key() != null && !event.key().equals(invoked.key()))) {
      throw new Event.Malformed(
          "process %d completes %s %s, but invoked %s %s on line %d"
              .formatted(
                  event.process(),
                  event.f(),
                  JsonText.of(event.key()),
                  invoked.f(),
                  JsonText.of(invoked.key()),
                  invoked.line()));
    }
    operations.accept(operation(invoked, event));
  }

  private Operation operation(Event invoked, @Nullable Event completed) {
    var outcome =
        completed == null || completed.type().equals("info")
            ? Outcome.INFO
            : completed.type().equals("ok") ? Outcome.OK : Outcome.FAIL;
    var argument = shared(invoked.value());
    return new Operation(
        source,
        invoked.process(),
        invoked.f(),
        (String) shared(invoked.key()),
        argument,
        completed != null && completed.hasValue() ? shared(completed.value()) : argument,
        outcome,
        invoked.time(),
        completed == null || outcome == Outcome.INFO ? Long.MAX_VALUE : completed.time(),
        invoked.line(),
        completed == null ? 0 : completed.line(),
        completed == null ? invoked.details() : merged(invoked.details(), completed.details()));
  }

  private @Nullable Object shared(@Nullable Object value) {
    if (value == null) {
      return null;
    }
    var known = shared.get(value);
    if (known != null) {
      return known;
    }
    if (shared.size() < MAX_SHARED) {
      shared.put(value, value);
    }
    return value;
  }

  /** The completion's, and the invocation's where that says nothing. */
  private static Details merged(Details asked, Details told) {
    if (asked.equals(Details.NONE) || asked.equals(told)) {
      return told;
    }
    return new Details(
        or(told.version(), asked.version()),
        or(told.expected(), asked.expected()),
        or(told.node(), asked.node()),
        or(told.session(), asked.session()),
        or(told.consistency(), asked.consistency()),
        or(told.stalenessMs(), asked.stalenessMs()),
        or(told.fence(), asked.fence()),
        or(told.until(), asked.until()),
        or(told.index(), asked.index()),
        or(told.scan(), asked.scan()),
        or(told.attempts(), asked.attempts()));
  }

  private static <T> @Nullable T or(@Nullable T first, @Nullable T second) {
    return first != null ? first : second;
  }
}
