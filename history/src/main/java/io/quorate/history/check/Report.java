package io.quorate.history.check;

import java.util.ArrayList;
import java.util.List;

/**
 * What one checker found.
 *
 * @param operations how many it looked at
 * @param violations what is surely wrong
 * @param unknowns what it could not decide, each in a sentence; then nothing is proven, whatever
 *     stands above
 */
public record Report(
    String checker, long operations, List<Violation> violations, List<String> unknowns) {
  public Report {
    violations = List.copyOf(violations);
    unknowns = List.copyOf(unknowns);
  }

  /** Whether the promise was kept, and that is certain. */
  public boolean holds() {
    return violations.isEmpty() && unknowns.isEmpty();
  }

  /** Collects a report. */
  static final class Builder {
    private final String checker;
    private final List<Violation> violations = new ArrayList<>();
    private final List<String> unknowns = new ArrayList<>();
    private long operations;

    Builder(String checker) {
      this.checker = checker;
    }

    void looked(long more) {
      operations += more;
    }

    void violation(Violation violation) {
      violations.add(violation);
    }

    void unknown(String why) {
      unknowns.add(why);
    }

    Report build() {
      return new Report(checker, operations, violations, unknowns);
    }
  }
}
