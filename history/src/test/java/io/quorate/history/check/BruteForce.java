package io.quorate.history.check;

import io.quorate.history.Operation;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tries every order. The definition of linearizability, in as few words as possible. */
final class BruteForce {
  private static final long NEVER = -1;

  private final List<Operation> operations;
  private final boolean[] taken;

  private BruteForce(List<Operation> operations) {
    this.operations = operations;
    taken = new boolean[operations.size()];
  }

  static boolean isLinearizable(List<Operation> operations) {
    var counted = operations.stream().filter(each -> each.ok() || each.mutates()).toList();
    return new BruteForce(counted).explain(null, 0, 0);
  }

  /**
   * Whether the rest can follow a register that holds this value, whose version is {@code version},
   * or not known but higher than {@code floor}.
   */
  private boolean explain(@Nullable Object value, long version, long floor) {
    var complete = true;
    for (var i = 0; i < taken.length; i++) {
      complete &= taken[i] || !operations.get(i).ok();
    }
    if (complete) {
      return true;
    }
    for (var i = 0; i < taken.length; i++) {
      var operation = operations.get(i);
      if (!taken[i] && mayBeNext(operation)) {
        taken[i] = true;
        if (step(operation, value, version, floor)) {
          return true;
        }
        taken[i] = false;
      }
    }
    return false;
  }

  private boolean mayBeNext(Operation operation) {
    for (var i = 0; i < taken.length; i++) {
      if (!taken[i] && operations.get(i).precedes(operation)) {
        return false;
      }
    }
    return true;
  }

  private boolean step(Operation operation, @Nullable Object value, long version, long floor) {
    var named = operation.version();
    var expected = operation.details().expected();
    if (expected != null
        && (value == null
            || (version == NEVER ? expected.number() <= floor : expected.number() != version)
            || (named != null && named.number() != expected.number() + 1))) {
      return false;
    }
    if (operation.f().equals(Operation.READ)) {
      if (!Objects.equals(operation.result(), value)) {
        return false;
      }
      if (named == null || value == null) {
        return explain(value, version, floor);
      }
      var fits = version == NEVER ? named.number() > floor : named.number() == version;
      return fits && explain(value, named.number(), named.number());
    }
    if (operation.f().equals(Operation.DELETE)) {
      return explain(null, version == NEVER ? floor : version, version == NEVER ? floor : version);
    }
    if (operation.f().equals(Operation.CAS)
        && !(operation.argument() instanceof List<?> pair && Objects.equals(pair.get(0), value))) {
      return false;
    }
    if (named == null && expected != null) {
      return explain(operation.written(), expected.number() + 1, expected.number() + 1);
    }
    if (named == null) {
      return explain(operation.written(), NEVER, floor);
    }
    return named.number() > floor && explain(operation.written(), named.number(), named.number());
  }
}
