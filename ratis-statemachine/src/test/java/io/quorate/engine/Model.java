package io.quorate.engine;

import io.quorate.command.Applied;
import io.quorate.command.Bytes;
import io.quorate.command.Command;
import io.quorate.command.Compare;
import io.quorate.command.Entry;
import io.quorate.command.KeyValue;
import io.quorate.command.Precondition;
import io.quorate.command.Proposed;
import io.quorate.command.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the engine should do, in maps and as few words as possible. Refusals come without their
 * text.
 */
final class Model {
  final long sessionTtlMs;
  final int sessionMaxResults;

  TreeMap<Bytes, KeyValue> keys = new TreeMap<>();
  TreeMap<Bytes, Long> deletedInEntry = new TreeMap<>();
  final TreeMap<Long, Lease> leases = new TreeMap<>();
  final TreeMap<Long, Session> sessions = new TreeMap<>();
  long index;
  boolean together;
  long timeMs;

  static final class Lease {
    final long ttlMs;
    long expiresMs;
    boolean ending;

    Lease(long ttlMs, long expiresMs) {
      this.ttlMs = ttlMs;
      this.expiresMs = expiresMs;
    }
  }

  static final class Session {
    long expiresMs;
    long acknowledged;
    boolean ended;
    final TreeMap<Long, Applied> results = new TreeMap<>();
    final TreeSet<Long> tombstones = new TreeSet<>();

    /** Sequences that are dropped together, by the index of their entry, or a negative number. */
    final TreeMap<Long, TreeSet<Long>> settled = new TreeMap<>();

    int held() {
      return settled.values().stream().mapToInt(TreeSet::size).sum();
    }

    void settle(long index, long sequence) {
      settled.computeIfAbsent(index, each -> new TreeSet<>()).add(sequence);
    }

    void settleAlone(long sequence) {
      settle(-1 - sequence, sequence);
    }

    void drop(long index) {
      settled
          .entrySet()
          .removeIf(each -> each.getKey() != index && each.getValue().last() <= acknowledged);
    }
  }

  Model(long sessionTtlMs, int sessionMaxResults) {
    this.sessionTtlMs = sessionTtlMs;
    this.sessionMaxResults = sessionMaxResults;
  }

  List<Applied> apply(long atIndex, Entry entry) {
    index = atIndex;
    together = entry.version() >= Entry.RESULTS_TOGETHER;
    timeMs = entry.timeMs();
    deletedInEntry.clear();
    var results = new ArrayList<Applied>();
    for (int i = 0; i < entry.commands().size(); i++) {
      results.add(apply(entry.commands().get(i), i));
    }
    return results;
  }

  private Applied apply(Proposed proposed, int ordinal) {
    Session session = sessions.get(proposed.sessionId());
    if (proposed.sessionId() == 0) {
      return new Applied(execute(proposed, ordinal), index, false);
    }
    if (session == null || !alive(session)) {
      return new Applied(rejected(Result.Reason.SESSION_EXPIRED), index, false);
    }
    if (session.expiresMs - timeMs < sessionTtlMs) {
      session.expiresMs = timeMs + sessionTtlMs + sessionTtlMs / 16;
    }
    session.acknowledged = Math.max(session.acknowledged, proposed.acknowledged());
    session.drop(index);
    long sequence = proposed.sequence();
    if (sequence <= session.acknowledged) {
      return new Applied(rejected(Result.Reason.STALE_SEQUENCE), index, false);
    }
    Applied before = session.results.get(sequence);
    if (before != null) {
      return new Applied(before.result(), before.index(), true);
    }
    if (session.tombstones.contains(sequence)) {
      return new Applied(rejected(Result.Reason.ABANDONED), -1, false);
    }
    if (session.held() >= sessionMaxResults) {
      return new Applied(rejected(Result.Reason.OVERLOADED), index, false);
    }
    var applied = new Applied(execute(proposed, ordinal), index, false);
    if (!session.ended) {
      session.results.put(sequence, applied);
      if (together) {
        session.settle(index, sequence);
      } else {
        session.settleAlone(sequence);
      }
    }
    return applied;
  }

  private boolean alive(Session session) {
    return !session.ended && session.expiresMs > timeMs;
  }

  private static Result rejected(Result.Reason reason) {
    return new Result.Rejected(reason, "", 0);
  }

  private Result execute(Proposed proposed, int ordinal) {
    long derived = index * 4096 + ordinal;
    return switch (proposed.command()) {
      case Command.Put put -> put(put);
      case Command.Delete delete -> delete(delete);
      case Command.DeleteRange range -> range(range);
      case Command.Transaction transaction -> transaction(transaction);
      case Command.LeaseGrant grant -> {
        long id = grant.leaseId() == 0 ? derived : grant.leaseId();
        if (leases.containsKey(id)) {
          yield rejected(Result.Reason.ALREADY_EXISTS);
        }
        leases.put(id, new Lease(grant.ttlMs(), timeMs + grant.ttlMs()));
        yield new Result.LeaseDone(id, grant.ttlMs(), grant.ttlMs(), 0, false);
      }
      case Command.LeaseKeepAlive keepAlive -> {
        Lease lease = leases.get(keepAlive.leaseId());
        if (lease == null || !alive(lease)) {
          yield rejected(Result.Reason.NOT_FOUND);
        }
        lease.expiresMs = timeMs + lease.ttlMs;
        yield new Result.LeaseDone(keepAlive.leaseId(), lease.ttlMs, lease.ttlMs, 0, false);
      }
      case Command.LeaseRevoke revoke -> {
        Lease lease = leases.get(revoke.leaseId());
        if (lease == null || lease.ending) {
          yield rejected(Result.Reason.NOT_FOUND);
        }
        int deleted = end(revoke.leaseId(), 1000);
        yield new Result.LeaseDone(revoke.leaseId(), lease.ttlMs, 0, deleted, false);
      }
      case Command.OpenSession open -> {
        var session = new Session();
        session.expiresMs = timeMs + sessionTtlMs + sessionTtlMs / 16;
        sessions.put(derived, session);
        yield new Result.SessionOpened(derived, sessionTtlMs);
      }
      case Command.CloseSession close -> {
        Session session = sessions.get(close.sessionId());
        if (session != null && alive(session)) {
          session.ended = true;
          sessions.remove(close.sessionId());
        }
        yield new Result.Done();
      }
      case Command.Resolve resolve -> resolve(resolve, proposed);
      case Command.ExpireLeases expire -> expireLeases(expire.limit());
      // Whether an expired session is still stored makes no difference to anybody.
      case Command.ExpireSessions expire -> new Result.Done();
      default -> new Result.Done();
    };
  }

  private boolean alive(@Nullable Lease lease) {
    return lease != null && !lease.ending && lease.expiresMs > timeMs;
  }

  private Result put(Command.Put put) {
    KeyValue old = keys.get(put.key());
    if (!holds(put.precondition(), old)) {
      return new Result.Rejected(
          Result.Reason.PRECONDITION_FAILED, "", old == null ? 0 : old.version());
    }
    if (put.leaseId() != 0 && !alive(leases.get(put.leaseId()))) {
      return new Result.Rejected(Result.Reason.NOT_FOUND, "", old == null ? 0 : old.version());
    }
    long version = 1 + (old == null ? deletedInEntry.getOrDefault(put.key(), 0L) : old.version());
    long created = old == null ? index : old.createIndex();
    keys.put(
        put.key(), new KeyValue(put.key(), put.value(), version, created, index, put.leaseId()));
    return new Result.PutDone(version, created, put.returnPrevious() ? old : null);
  }

  private Result delete(Command.Delete delete) {
    KeyValue old = keys.get(delete.key());
    if (!holds(delete.precondition(), old)) {
      return new Result.Rejected(
          Result.Reason.PRECONDITION_FAILED, "", old == null ? 0 : old.version());
    }
    remove(delete.key());
    return new Result.Deleted(old != null, delete.returnPrevious() ? old : null);
  }

  private void remove(Bytes key) {
    KeyValue old = keys.remove(key);
    if (old != null) {
      deletedInEntry.put(key, old.version());
    }
  }

  private Result range(Command.DeleteRange range) {
    var inside =
        range.end().isEmpty()
            ? keys.tailMap(range.start())
            : keys.subMap(range.start(), range.end());
    List<Bytes> all = List.copyOf(inside.keySet());
    int count = Math.min(range.limit(), all.size());
    all.subList(0, count).forEach(this::remove);
    return new Result.RangeDeleted(
        count, count < all.size(), count < all.size() ? all.get(count) : Bytes.EMPTY);
  }

  private Result transaction(Command.Transaction transaction) {
    boolean succeeded = transaction.compares().stream().allMatch(this::holds);
    var keysBefore = new TreeMap<>(keys);
    var deletedBefore = new TreeMap<>(deletedInEntry);
    var results = new ArrayList<Result>();
    for (Command.Step step : succeeded ? transaction.then() : transaction.otherwise()) {
      Result result =
          switch (step) {
            case Command.Put put -> put(put);
            case Command.Delete delete -> delete(delete);
            case Command.DeleteRange range -> range(range);
            case Command.Get get -> new Result.Found(keys.get(get.key()));
          };
      if (result instanceof Result.Rejected) {
        keys = keysBefore;
        deletedInEntry = deletedBefore;
        return result;
      }
      results.add(result);
    }
    return new Result.TransactionDone(succeeded, results);
  }

  private boolean holds(Compare compare) {
    KeyValue record = keys.get(compare.key());
    if (compare.target() == Compare.Target.VALUE) {
      return record != null
          && holds(compare.relation(), record.value().compareTo(compare.requiredValue()));
    }
    long found =
        record == null
            ? 0
            : switch (compare.target()) {
              case VERSION -> record.version();
              case CREATE_INDEX -> record.createIndex();
              case MODIFY_INDEX -> record.modifyIndex();
              case LEASE -> record.leaseId();
              case EXISTS, VALUE -> 1;
            };
    return holds(compare.relation(), Long.compare(found, compare.number()));
  }

  private static boolean holds(Compare.Relation relation, int order) {
    return switch (relation) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case LESS -> order < 0;
      case GREATER -> order > 0;
    };
  }

  private static boolean holds(Precondition precondition, @Nullable KeyValue old) {
    if (precondition.isNone()) {
      return true;
    }
    if (precondition.absent() || old == null) {
      return precondition.absent() && old == null;
    }
    return List.of(0L, old.version()).contains(precondition.version())
        && List.of(0L, old.createIndex()).contains(precondition.createIndex());
  }

  private Result resolve(Command.Resolve resolve, Proposed by) {
    if (by.sessionId() == resolve.sessionId() && by.sequence() == resolve.sequence()) {
      return rejected(Result.Reason.INVALID);
    }
    Session session = sessions.get(resolve.sessionId());
    if (session == null || !alive(session)) {
      return rejected(Result.Reason.SESSION_EXPIRED);
    }
    if (resolve.sequence() <= session.acknowledged) {
      return rejected(Result.Reason.STALE_SEQUENCE);
    }
    Applied known = session.results.get(resolve.sequence());
    if (known != null) {
      return new Result.Resolved(true, known.result(), known.index());
    }
    if (!session.tombstones.contains(resolve.sequence())
        && session.held() >= 2 * sessionMaxResults) {
      return rejected(Result.Reason.OVERLOADED);
    }
    if (session.tombstones.add(resolve.sequence())) {
      session.settleAlone(resolve.sequence());
    }
    return new Result.Resolved(false, null, 0);
  }

  private Result expireLeases(int limit) {
    int left = limit;
    int deleted = 0;
    var due = new TreeMap<Long, TreeSet<Long>>();
    leases.forEach(
        (id, lease) -> {
          if (lease.expiresMs <= timeMs) {
            due.computeIfAbsent(lease.expiresMs, t -> new TreeSet<>()).add(id);
          }
        });
    for (TreeSet<Long> ids : due.values()) {
      for (long id : ids) {
        if (left > 0) {
          int keysGone = end(id, left);
          left -= keysGone + 1;
          deleted += keysGone;
        }
      }
    }
    boolean more = leases.values().stream().anyMatch(lease -> lease.expiresMs <= timeMs);
    return new Result.LeaseDone(0, 0, 0, deleted, more);
  }

  private int end(long leaseId, int most) {
    List<Bytes> mine = keysOf(leaseId);
    int count = Math.min(most, mine.size());
    mine.subList(0, count).forEach(this::remove);
    if (count == mine.size()) {
      leases.remove(leaseId);
    } else {
      Objects.requireNonNull(leases.get(leaseId)).ending = true;
    }
    return count;
  }

  List<Bytes> keysOf(long leaseId) {
    return keys.entrySet().stream()
        .filter(entry -> entry.getValue().leaseId() == leaseId)
        .map(Map.Entry::getKey)
        .toList();
  }
}
