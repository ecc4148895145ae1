package io.quorate.history.check;

import io.quorate.history.Details;
import io.quorate.history.History;
import io.quorate.history.Operation;
import io.quorate.history.Outcome;
import io.quorate.history.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Histories written by hand: each operation is on a line of its own and has a process of its own.
 */
final class Ops {
  static final String KEY = "k";

  private final List<Operation> operations = new ArrayList<>();

  History history() {
    return History.of(operations);
  }

  List<Operation> list() {
    return operations;
  }

  Ops read(long from, long to, @Nullable Object value) {
    return add(Operation.READ, null, value, Outcome.OK, from, to);
  }

  Ops write(long from, long to, Object value) {
    return add(Operation.WRITE, value, value, Outcome.OK, from, to);
  }

  Ops perhaps(long from, Object value) {
    return add(Operation.WRITE, value, value, Outcome.INFO, from, Long.MAX_VALUE);
  }

  Ops failed(long from, long to, Object value) {
    return add(Operation.WRITE, value, value, Outcome.FAIL, from, to);
  }

  Ops cas(long from, long to, @Nullable Object expected, Object value) {
    var pair = Arrays.asList(expected, value);
    return add(Operation.CAS, pair, pair, Outcome.OK, from, to);
  }

  Ops delete(long from, long to) {
    return add(Operation.DELETE, null, null, Outcome.OK, from, to);
  }

  Ops add(
      String f,
      @Nullable Object argument,
      @Nullable Object result,
      Outcome outcome,
      long from,
      long to) {
    return on(KEY, f, argument, result, outcome, from, to);
  }

  Ops on(
      @Nullable String key,
      String f,
      @Nullable Object argument,
      @Nullable Object result,
      Outcome outcome,
      long from,
      long to) {
    var line = operations.size() + 1;
    operations.add(
        new Operation(
            "test", line, f, key, argument, result, outcome, from, to, line, line, Details.NONE));
    return this;
  }

  /** Changes the last operation. */
  private Ops with(Details details) {
    var last = operations.remove(operations.size() - 1);
    operations.add(
        new Operation(
            last.source(),
            last.process(),
            last.f(),
            last.key(),
            last.argument(),
            last.result(),
            last.outcome(),
            last.invokedAt(),
            last.returnedAt(),
            last.invokeLine(),
            last.returnLine(),
            details));
    return this;
  }

  private Details last() {
    return operations.get(operations.size() - 1).details();
  }

  Ops version(long number) {
    return version(0, number);
  }

  Ops version(long generation, long number) {
    return versions(new Version(generation, number), last().expected());
  }

  Ops expecting(long generation, long number) {
    return versions(last().version(), new Version(generation, number));
  }

  Ops expecting(long number) {
    return expecting(0, number);
  }

  private Ops versions(@Nullable Version version, @Nullable Version expected) {
    var d = last();
    return with(
        new Details(
            version,
            expected,
            null,
            d.session(),
            d.consistency(),
            d.stalenessMs(),
            d.fence(),
            d.until(),
            d.index(),
            d.scan(),
            null));
  }

  Ops session(String name, String consistency) {
    var d = last();
    return with(
        new Details(
            d.version(), null, null, name, consistency, null, null, null, null, null, null));
  }

  Ops staleness(long ms) {
    var d = last();
    return with(
        new Details(
            d.version(), null, null, d.session(), "bounded", ms, null, null, null, null, null));
  }

  Ops held(@Nullable Long fence, @Nullable Long until) {
    return with(new Details(null, null, null, null, null, null, fence, until, null, null, null));
  }

  Ops page(String scan, long index) {
    return with(new Details(null, null, null, null, null, null, null, null, index, scan, null));
  }

  static List<String> kinds(Report report) {
    return report.violations().stream().map(Violation::kind).sorted().toList();
  }
}
