package io.quorate.cli.drill;

import io.quorate.history.History;
import io.quorate.history.Operation;
import io.quorate.history.Outcome;
import io.quorate.history.Version;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/**
 * How many acknowledged writes are not in the end state, and how many took effect more often than
 * once. Of keys that began absent, were never deleted, and were read after the last write: there a
 * key's version counts what took effect.
 *
 * @param lost acknowledged writes that the last read proves gone: its version is older, is another
 *     write's, or is not there
 * @param duplicated versions that neither an acknowledged write nor one of unknown outcome explains
 */
record WriteAudit(long lost, long duplicated) {

  static WriteAudit of(History history) {
    var lost = 0L;
    var duplicated = 0L;
    for (var operations : history.byKey().values()) {
      var audit = of(operations);
      lost += audit.lost();
      duplicated += audit.duplicated();
    }
    return new WriteAudit(lost, duplicated);
  }

  private static WriteAudit of(List<Operation> operations) {
    var acknowledged =
        operations.stream()
            .filter(each -> each.ok() && each.mutates() && each.version() != null)
            .toList();
    var last =
        operations.stream()
            .filter(each -> each.ok() && each.f().equals(Operation.READ))
            .max(Comparator.comparingLong(Operation::invokedAt));
    if (last.isEmpty()) return new WriteAudit(0, 0);
    var end = last.get();
    var version = end.version();
    if (version == null) return new WriteAudit(acknowledged.size(), 0);
    var kept = new HashSet<Version>();
    for (var write : acknowledged) {
      if (survives(write, version, end)) kept.add(write.version());
    }
    var unknown =
        operations.stream()
            .filter(each -> each.outcome() == Outcome.INFO && each.mutates())
            .count();
    var unexplained = version.number() - kept.size() - unknown;
    return new WriteAudit(acknowledged.size() - kept.size(), Math.max(0, unexplained));
  }

  private static boolean survives(Operation write, Version end, Operation read) {
    var version = Objects.requireNonNull(write.version());
    if (version.generation() != end.generation()) return false;
    return version.number() < end.number()
        || (version.equals(end) && Objects.equals(write.written(), read.result()));
  }
}
