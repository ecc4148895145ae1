package io.quorate.client;

import java.util.List;

/**
 * A transaction that was decided.
 *
 * @param succeeded true: all comparisons held and {@code then} took effect; false: {@code
 *     otherwise} did
 * @param results one for each operation of the branch that took effect, in order
 */
public record TransactionResult(boolean succeeded, List<OpResult> results, WriteInfo write) {
  public TransactionResult {
    results = List.copyOf(results);
  }
}
