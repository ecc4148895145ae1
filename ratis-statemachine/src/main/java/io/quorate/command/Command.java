package io.quorate.command;

import java.util.List;

/**
 * Everything that can be in the log. The constructors check, so an invalid command cannot exist.
 * What a client may send is an {@link Operation}; the rest is proposed by the leader itself.
 */
public sealed interface Command {

  /** Sent by clients; its result is remembered when it comes with a session. */
  sealed interface Operation extends Command {}

  /** May stand in a branch of a transaction. */
  sealed interface Step permits Put, Delete, DeleteRange, Get {}

  record Put(
      Bytes key, Bytes value, Precondition precondition, long leaseId, boolean returnPrevious)
      implements Operation, Step {
    public Put {
      Limits.key(key);
      Limits.value(value);
      if (leaseId < 0) {
        throw new InvalidCommandException("lease ids are positive; found " + leaseId);
      }
    }

    public Put(Bytes key, Bytes value) {
      this(key, value, Precondition.NONE, 0, false);
    }
  }

  record Delete(Bytes key, Precondition precondition, boolean returnPrevious)
      implements Operation, Step {
    public Delete {
      Limits.key(key);
    }

    public Delete(Bytes key) {
      this(key, Precondition.NONE, false);
    }
  }

  /** Deletes the first {@code limit} keys of [start, end); an empty end means to the last key. */
  record DeleteRange(Bytes start, Bytes end, int limit) implements Operation, Step {
    public DeleteRange {
      if (limit < 1 || limit > Limits.KEYS_PER_CHUNK) {
        throw new InvalidCommandException(
            "delete-range limit must be 1 to " + Limits.KEYS_PER_CHUNK + "; found " + limit);
      }
      if (start.size() > Limits.KEY_BYTES || end.size() > Limits.KEY_BYTES) {
        throw new TooLargeException("a range bound is over " + Limits.KEY_BYTES + " bytes");
      }
      if (!end.isEmpty() && start.compareTo(end) >= 0) {
        throw new InvalidCommandException(
            "the range is empty: start " + start + " is not before end " + end);
      }
    }
  }

  /** A read inside a transaction; it never stands alone in the log. */
  record Get(Bytes key) implements Step {
    public Get {
      Limits.key(key);
    }
  }

  /**
   * If all compares hold, {@code then}, else {@code otherwise}; atomic. Steps see the effects of
   * earlier steps.
   */
  record Transaction(List<Compare> compares, List<Step> then, List<Step> otherwise)
      implements Operation {
    public Transaction {
      compares = List.copyOf(compares);
      then = List.copyOf(then);
      otherwise = List.copyOf(otherwise);
      int operations = compares.size() + then.size() + otherwise.size();
      if (operations == 0) {
        throw new InvalidCommandException("a transaction needs at least one compare or operation");
      }
      if (operations > Limits.TRANSACTION_OPERATIONS) {
        throw new TooLargeException(
            "transaction of "
                + operations
                + " compares and operations; at most "
                + Limits.TRANSACTION_OPERATIONS
                + " are allowed");
      }
      long bytes = 0;
      for (Compare compare : compares) {
        Bytes value = compare.value();
        bytes += compare.key().size() + (value == null ? 0 : value.size());
      }
      bytes += bytes(then) + bytes(otherwise);
      if (bytes > Limits.TRANSACTION_BYTES) {
        throw new TooLargeException(
            "transaction of "
                + bytes
                + " bytes; at most "
                + Limits.TRANSACTION_BYTES
                + " are allowed");
      }
    }

    private static long bytes(List<Step> steps) {
      long bytes = 0;
      for (Step step : steps) {
        switch (step) {
          case Put put -> {
            refuse(put.precondition());
            bytes += put.key().size() + put.value().size();
          }
          case Delete delete -> {
            refuse(delete.precondition());
            bytes += delete.key().size();
          }
          case DeleteRange range -> bytes += range.start().size() + range.end().size();
          case Get get -> bytes += get.key().size();
        }
      }
      return bytes;
    }

    private static void refuse(Precondition precondition) {
      if (!precondition.isNone()) {
        throw new InvalidCommandException("inside a transaction use compares, not preconditions");
      }
    }
  }

  /** Id 0 = derived from the entry, so that it is unique. */
  record LeaseGrant(long leaseId, long ttlMs) implements Operation {
    public LeaseGrant {
      if (leaseId < 0) {
        throw new InvalidCommandException("lease ids are positive; found " + leaseId);
      }
      if (ttlMs < Limits.LEASE_TTL_MIN_MS || ttlMs > Limits.LEASE_TTL_MAX_MS) {
        throw new InvalidCommandException(
            "lease time must be "
                + Limits.LEASE_TTL_MIN_MS
                + " to "
                + Limits.LEASE_TTL_MAX_MS
                + " ms; found "
                + ttlMs);
      }
    }
  }

  record LeaseKeepAlive(long leaseId) implements Operation {}

  /**
   * Ends the lease and deletes its keys, at most {@link Limits#KEYS_PER_CHUNK} in this entry;
   * ExpireLeases deletes the rest.
   */
  record LeaseRevoke(long leaseId) implements Operation {}

  record OpenSession(String client) implements Operation {
    public OpenSession {
      if (client.length() > Limits.CLIENT_NAME_BYTES) {
        throw new TooLargeException(
            "client name of "
                + client.length()
                + " characters; at most "
                + Limits.CLIENT_NAME_BYTES);
      }
    }
  }

  record CloseSession(long sessionId) implements Operation {}

  /**
   * Settles an operation: answers its result, or leaves a tombstone that makes it fail for ever.
   */
  record Resolve(long sessionId, long sequence) implements Operation {
    public Resolve {
      if (sessionId <= 0 || sequence <= 0) {
        throw new InvalidCommandException(
            "resolve needs a session and a sequence from 1; found " + sessionId + "/" + sequence);
      }
    }
  }

  /** Ends leases whose time (entry time) is past; deletes at most {@code limit} of their keys. */
  record ExpireLeases(int limit) implements Command {}

  record ExpireSessions(int limit) implements Command {}

  /**
   * A node's name and addresses.
   *
   * @param id the Raft peer id
   * @param intended "voter" or "learner"
   * @param joining it was told the group and is not added to it yet
   */
  record RegisterNode(
      String id,
      String name,
      String grpc,
      String raft,
      String http,
      String version,
      String intended,
      boolean joining)
      implements Command {}

  /**
   * Drops a node's entry.
   *
   * @param removed it was a member; the id is remembered as one that never becomes a member again
   */
  record ForgetNode(String id, boolean removed) implements Command {}

  /**
   * Why and how leadership changed, as measured by the new leader; -1 = not measured. A later
   * record of the same term amends it.
   */
  record RecordElection(
      long wallMs,
      long term,
      String from,
      String to,
      String trigger,
      String cause,
      long detectedMs,
      long electedMs,
      long unavailableMs,
      ElectionAccount account)
      implements Command {}

  /** Every node records its digest root when it applies this. */
  record DigestMark() implements Command {}

  /** Replicated settings; 0 = leave as it is. */
  record Configure(
      long changeLogOperations,
      long changeLogBytes,
      long changeLogAgeMs,
      long sessionTtlMs,
      int sessionMaxResults,
      long sessionMaxBytes)
      implements Command {}

  record Noop() implements Command {}
}
