package io.quorate.chaos.load;

import io.quorate.chaos.Report;
import io.quorate.client.Outcome;
import io.quorate.client.QuorateException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/**
 * What the writers of unique keys were told about each write: done, surely not done, or unknown.
 * The value of a key follows from the key, so that only keys are remembered. Thread-safe.
 */
public final class Ledger {
  private static final int SHOWN = 5;

  private final UnaryOperator<String> valueOf;
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Set<String> unknown = ConcurrentHashMap.newKeySet();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final AtomicInteger failures = new AtomicInteger();

  Ledger(UnaryOperator<String> valueOf) {
    this.valueOf = valueOf;
  }

  void acknowledged(String key) {
    acknowledged.add(key);
  }

  /** Files a failed write by what its failure says of it. */
  void failed(String key, QuorateException failure) {
    (failure.outcome() == Outcome.UNKNOWN ? unknown : refused).add(key);
    if (failures.incrementAndGet() <= SHOWN) {
      Report.line(
          "%s %s %s: %s %s",
          key,
          failure.code(),
          failure.outcome(),
          String.valueOf(failure.getMessage()),
          failure.attempts());
    }
  }

  public int acknowledgedCount() {
    return acknowledged.size();
  }

  public int unknownCount() {
    return unknown.size();
  }

  public int refusedCount() {
    return refused.size();
  }

  /** Begins the comparison with all that {@code node} has. */
  Audit audit(String node) {
    return new Audit(node);
  }

  /**
   * Sees every pair that a node has, and then knows: every acknowledged one is there, no refused
   * one is, and there is nothing that nobody wrote. For one thread.
   */
  final class Audit implements BiConsumer<String, String> {
    private final String node;
    private final Set<String> missing = new HashSet<>(acknowledged);

    private Audit(String node) {
      this.node = node;
    }

    @Override
    public void accept(String key, String value) {
      missing.remove(key);
      if (refused.contains(key)) {
        throw new AssertionError(node + " has " + key + ", which was reported as not applied");
      }
      if (!value.equals(valueOf.apply(key))
          || !(acknowledged.contains(key) || unknown.contains(key))) {
        throw new AssertionError(node + " has " + key + " with a value that nobody wrote");
      }
    }

    void finish() {
      if (!missing.isEmpty()) {
        throw new AssertionError(
            "%s lost %d acknowledged writes, among them %s (%s)"
                .formatted(node, missing.size(), missing.iterator().next(), Ledger.this));
      }
    }
  }

  @Override
  public String toString() {
    return "%d acknowledged, %d unknown, %d refused"
        .formatted(acknowledged.size(), unknown.size(), refused.size());
  }
}
