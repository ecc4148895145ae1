package io.quorate.command;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a command did. The same on every node; remembered for commands that came with a session. */
public sealed interface Result {
  record PutDone(long version, long createIndex, @Nullable KeyValue previous) implements Result {}

  record Deleted(boolean deleted, @Nullable KeyValue previous) implements Result {}

  /** {@code resume}: the key to start the next chunk at; empty when nothing more is there. */
  record RangeDeleted(int deleted, boolean more, Bytes resume) implements Result {}

  record TransactionDone(boolean succeeded, List<Result> results) implements Result {
    public TransactionDone {
      results = List.copyOf(results);
    }
  }

  record Found(@Nullable KeyValue record) implements Result {}

  record LeaseDone(long leaseId, long ttlMs, long remainingMs, long keysDeleted, boolean more)
      implements Result {}

  record SessionOpened(long sessionId, long ttlMs) implements Result {}

  /** {@code result} and {@code index} of the operation when it had been applied. */
  record Resolved(boolean applied, @Nullable Result result, long index) implements Result {}

  /** A refusal: it changed nothing but itself. */
  record Rejected(Reason reason, String message, long currentVersion) implements Result {}

  record Done() implements Result {}

  enum Reason {
    PRECONDITION_FAILED,
    NOT_FOUND,
    ALREADY_EXISTS,
    SESSION_EXPIRED,
    STALE_SEQUENCE,
    ABANDONED,
    OVERLOADED,
    INVALID
  }
}
