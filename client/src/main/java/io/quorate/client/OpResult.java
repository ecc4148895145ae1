package io.quorate.client;

import java.util.List;
import java.util.Optional;

/** What one operation did: inside a transaction, or as told by {@link QuorateClient#resolve}. */
public sealed interface OpResult {
  record Put(long version, long createIndex, Optional<KeyValue> previous) implements OpResult {}

  record Delete(boolean deleted, Optional<KeyValue> previous) implements OpResult {}

  /** {@code more}: keys of the range remain, from {@code resume} on. */
  record DeleteRange(long deleted, boolean more, Bytes resume) implements OpResult {}

  record Get(Optional<KeyValue> kv) implements OpResult {}

  record Transaction(boolean succeeded, List<OpResult> results) implements OpResult {
    public Transaction {
      results = List.copyOf(results);
    }
  }

  /** {@code more}: keys of an ended lease are still being deleted. */
  record LeaseChange(Lease lease, long keysDeleted, boolean more) implements OpResult {}

  /** An operation that answers nothing of its own. */
  record Done() implements OpResult {}
}
