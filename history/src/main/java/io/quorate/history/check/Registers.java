package io.quorate.history.check;

import io.quorate.history.Operation;
import java.util.List;

/** Which operations of a key belong to which promise. */
final class Registers {
  private Registers() {}

  /** Those of a register; none when the key is a counter. */
  static List<Operation> of(List<Operation> operations) {
    if (operations.stream().anyMatch(each -> each.f().equals(Operation.ADD))) {
      return List.of();
    }
    return operations.stream()
        .filter(each -> each.f().equals(Operation.READ) || isWrite(each))
        .toList();
  }

  /** Those of them that claim linearizability: all writes, and reads that say nothing else. */
  static List<Operation> linearizable(List<Operation> operations) {
    return of(operations).stream()
        .filter(each -> isWrite(each) || claims(each, "linearizable"))
        .toList();
  }

  static boolean claims(Operation read, String consistency) {
    var claimed = read.details().consistency();
    return (claimed == null ? "linearizable" : claimed).equals(consistency);
  }

  private static boolean isWrite(Operation operation) {
    return operation.f().equals(Operation.WRITE)
        || operation.f().equals(Operation.CAS)
        || operation.f().equals(Operation.DELETE);
  }
}
