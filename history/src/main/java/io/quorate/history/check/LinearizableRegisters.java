package io.quorate.history.check;

import io.quorate.history.History;
import io.quorate.history.Operation;
import io.quorate.history.Outcome;
import io.quorate.history.check.RegisterSearch.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Linearizability of each key by itself, as a register with read, write, compare-and-set and delete
 * (Herlihy &amp; Wing, "Linearizability", 1990, whose locality theorem lets keys be judged one by
 * one). A write that expected a version must have directly followed the one that made it, if that
 * is known. Reads that claim a weaker consistency are left to other checkers, keys of counters too.
 *
 * <p>The answer is exact: a history is called linearizable when an order was found that explains
 * all of it, violated when there is none, unknown when the budget was used up.
 */
public final class LinearizableRegisters implements Checker {
  /** Choices per key: a few seconds. */
  public static final long DEFAULT_BUDGET = 20_000_000;

  private final Initial initial;
  private final long budget;

  public LinearizableRegisters(Initial initial) {
    this(initial, DEFAULT_BUDGET);
  }

  /** {@code budget} bounds the search of each key, in choices. */
  public LinearizableRegisters(Initial initial, long budget) {
    this.initial = initial;
    this.budget = budget;
  }

  @Override
  public String name() {
    return "linearizable-registers";
  }

  @Override
  public Report check(History history) {
    var report = new Report.Builder(name());
    history
        .byKey()
        .forEach(
            (key, all) -> {
              var relevant = Registers.linearizable(all);
              report.looked(relevant.size());
              if (!relevant.isEmpty()) {
                check(key, relevant, report);
              }
            });
    if (history.allDropped()) {
      report.unknown("the recorder dropped operations of too many keys: no key can be judged");
    }
    for (var key : history.droppedKeys()) {
      report.unknown("key " + key + ": the recorder dropped operations, it cannot be judged");
    }
    return report.build();
  }

  private void check(String key, List<Operation> operations, Report.Builder report) {
    var plain = claims(key, operations);
    if (plain.isPresent()) {
      report.violation(plain.get());
      return;
    }
    var register = Register.of(key, operations, initial);
    RegisterSearch.Stuck stuck = null;
    for (var state : initialStates(register)) {
      var search = new RegisterSearch(register, state, budget);
      var verdict = search.run();
      if (verdict == Verdict.LINEARIZABLE) {
        return;
      }
      if (verdict == Verdict.UNKNOWN) {
        report.unknown(
            String.format(
                Locale.ROOT,
                "key %s: unknown: budget exceeded: %,d choices did not settle its %,d operations",
                key,
                budget,
                operations.size()));
        return;
      }
      var found = Objects.requireNonNull(search.stuck());
      stuck = stuck == null || found.taken() > stuck.taken() ? found : stuck;
    }
    report.violation(violation(key, Objects.requireNonNull(stuck)));
  }

  /** What can be told without a search, and then in better words. */
  private Optional<Violation> claims(String key, List<Operation> operations) {
    var versions = new VersionClaims(key, operations).violation();
    return versions.isPresent() || initial == Initial.UNKNOWN
        ? versions
        : neverWritten(key, operations);
  }

  private static Optional<Violation> neverWritten(String key, List<Operation> operations) {
    var writers = new HashMap<Object, Operation>();
    for (var operation : operations) {
      var writes = !operation.f().equals(Operation.READ) && !operation.f().equals(Operation.DELETE);
      if (writes && operation.written() != null) {
        writers.merge(
            operation.written(),
            operation,
            (one, other) -> one.outcome() == Outcome.FAIL ? other : one);
      }
    }
    for (var read : operations) {
      var value = read.result();
      if (!read.f().equals(Operation.READ) || !read.ok() || value == null) {
        continue;
      }
      var writer = writers.get(value);
      if (writer == null) {
        return Optional.of(
            new Violation(
                "not-linearizable",
                key,
                List.of(read),
                read.describe()
                    + " returned a value that nobody wrote; if the key existed before the recording"
                    + " began, say that its initial state is unknown"));
      }
      if (!writer.mutates()) {
        return Optional.of(
            new Violation(
                "not-linearizable",
                key,
                List.of(writer, read),
                read.describe()
                    + " returned the value of "
                    + writer.describe()
                    + ", which was reported as failed and must not be visible"));
      }
    }
    return Optional.empty();
  }

  /** ABSENT; or everything that is observed before the first mutation must have happened. */
  private Set<Integer> initialStates(Register register) {
    var states = new LinkedHashSet<Integer>();
    if (initial == Initial.ABSENT) {
      states.add(Register.ABSENT);
      return states;
    }
    var first = Long.MAX_VALUE;
    for (var i = 0; i < register.done.length; i++) {
      if (register.produces[i] != Register.NONE) {
        first = Math.min(first, register.done[i].returnedAt());
      }
    }
    for (var i = 0; i < register.done.length && register.done[i].invokedAt() <= first; i++) {
      if (register.observes[i] != Register.NONE) {
        states.add(register.observes[i]);
      }
    }
    states.add(register.states); // something that nobody ever saw
    return states;
  }

  private static Violation violation(String key, RegisterSearch.Stuck stuck) {
    var operations = new ArrayList<Operation>();
    var after = stuck.after();
    if (after != null) {
      operations.add(after);
    }
    operations.add(stuck.misfit());
    return new Violation("not-linearizable", key, operations, why(stuck));
  }

  private static String why(RegisterSearch.Stuck stuck) {
    var after = stuck.after();
    if (stuck.overwritten() && after != null) {
      return String.format(
          Locale.ROOT,
          "no order explains it: %s observes what %s had replaced for good before it",
          stuck.misfit().describe(),
          after.describe());
    }
    return String.format(
        Locale.ROOT,
        "no order explains it: after %,d operations %s, and %s, which has to come next, does not"
            + " fit",
        stuck.taken(),
        after == null ? "the key is still as it began" : "the last change is " + after.describe(),
        stuck.misfit().describe());
  }
}
