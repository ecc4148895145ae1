package io.quorate.session;

import io.quorate.command.Applied;
import io.quorate.command.Bytes;
import io.quorate.command.Command;
import io.quorate.command.Entry;
import io.quorate.command.Limits;
import io.quorate.command.Proposed;
import io.quorate.command.Result;
import io.quorate.proto.v1.OperationResult;
import io.quorate.store.Batch;
import io.quorate.store.Hash128;
import io.quorate.store.Keyspace;
import io.quorate.store.Space;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes of sessions. Recently used ones are kept in memory with an index of their results, so that
 * an operation costs no read: whether it came before is known, and what the client has acknowledged
 * is dropped unread.
 *
 * <p>After a batch that was not written, make a new one. Only touched by the thread that applies.
 */
public final class SessionTable {
  /** An operation drops no further record when it has dropped so many results. */
  private static final int DROPPED_PER_OPERATION = 256;

  private static final int CACHED_SESSIONS = 10_000;
  private static final int CACHED_RESULTS = 200_000;

  private final SessionEffects effects;
  private final LinkedHashMap<Long, Session> cache = new LinkedHashMap<>(16, 0.75f, true);
  private int cachedResults;

  /** Whether the results that an entry gives a session are one record; see {@link ResultRecord}. */
  private boolean together;

  /** A record that this entry has read. */
  private @Nullable Bytes lastReadKey;

  private @Nullable Bytes lastRead;

  /** Sessions with results of this entry that are not stored yet. */
  private final Set<Session> unfinished = new LinkedHashSet<>();

  public SessionTable(SessionEffects effects) {
    this.effects = effects;
  }

  /** What follows belongs to an entry of this version. */
  public void beginEntry(int version) {
    together = version >= Entry.RESULTS_TOGETHER;
  }

  /**
   * What a session's operation is answered without being applied: a duplicate its result, others a
   * refusal. Empty = apply it, then {@link #record} the result.
   */
  public Optional<Applied> answer(Proposed proposed, Batch batch, SessionLimits limits) {
    Session session = find(proposed.sessionId(), batch);
    if (session == null || !session.aliveAt(batch.timeMs())) {
      return Optional.of(refused(batch, expired(proposed.sessionId())));
    }
    touch(session, batch, limits);
    acknowledge(session, proposed.acknowledged(), batch);
    Optional<Applied> answer = answer(session, proposed.sequence(), batch, limits);
    if (answer.isPresent() && session.acknowledged > session.storedAcknowledged) {
      writeHeader(session, batch);
    }
    return answer;
  }

  private Optional<Applied> answer(
      Session session, long sequence, Batch batch, SessionLimits limits) {
    if (sequence <= session.acknowledged) {
      return Optional.of(refused(batch, stale(session, sequence)));
    }
    if (session.holds(sequence)) {
      return Optional.of(result(session, sequence, batch).answer());
    }
    if (session.results() >= limits.maxResults() || session.bytes >= limits.maxBytes()) {
      return Optional.of(
          refused(
              batch,
              new Result.Rejected(
                  Result.Reason.OVERLOADED,
                  "session "
                      + session.id
                      + " holds "
                      + session.results()
                      + " results of "
                      + session.bytes
                      + " bytes that its client has not acknowledged; at most "
                      + limits.maxResults()
                      + " and "
                      + limits.maxBytes()
                      + " bytes are allowed",
                  0)));
    }
    return Optional.empty();
  }

  private static Applied refused(Batch batch, Result.Rejected refusal) {
    return new Applied(refusal, batch.index(), false);
  }

  /**
   * Remembers the result of an operation that {@link #answer} let pass; not if it closed its own
   * session.
   */
  public void record(Proposed proposed, OperationResult result, Batch batch) {
    Session session = find(proposed.sessionId(), batch);
    if (session != null && !session.header.ended()) {
      keep(session, proposed.sequence(), result, batch);
    }
  }

  private void keep(Session session, long sequence, @Nullable OperationResult result, Batch batch) {
    if (together && result != null) {
      session.addPending(sequence, result);
      unfinished.add(session);
    } else {
      store(
          session,
          Keyspace.sessionResult(session.id, sequence),
          ResultRecord.encodeSingle(session.acknowledged, new Recorded(batch.index(), result)),
          batch);
    }
    session.storedAcknowledged = session.acknowledged;
    cachedResults++;
  }

  private Recorded result(Session session, long sequence, Batch batch) {
    return session.result(sequence, batch.index(), key -> stored(key, batch));
  }

  /** A client that lost its leader repeats all that was in one record. */
  private Bytes stored(Bytes key, Batch batch) {
    Bytes value = lastRead;
    if (value == null || !Objects.equals(key, lastReadKey)) {
      value = Objects.requireNonNull(batch.get(Space.SESSION, key));
      lastReadKey = key;
      lastRead = value;
    }
    return value;
  }

  private static void store(Session session, Bytes key, Bytes record, Batch batch) {
    Hash128 hash = batch.hasher().compute(Space.SESSION, key, record.array());
    batch.putNew(Space.SESSION, key, record, hash);
    session.add(ResultRecord.of(key, record, hash));
  }

  public Result open(Command.OpenSession open, long sessionId, Batch batch, SessionLimits limits) {
    var header = new Header(expiry(batch, limits), batch.timeMs(), 0, false, open.client());
    batch.putNew(Space.SESSION, Keyspace.sessionHeader(sessionId), header.encode());
    batch.putNew(Space.SESSION, Keyspace.sessionExpiry(header.expiresMs(), sessionId), Bytes.EMPTY);
    effects.changed(sessionId, "opened", 0, batch);
    return new Result.SessionOpened(sessionId, limits.ttlMs());
  }

  /** Closing what is closed already succeeds. */
  public Result close(Command.CloseSession close, Batch batch) {
    Session session = find(close.sessionId(), batch);
    if (session != null && session.aliveAt(batch.timeMs())) {
      end(session, "closed", batch);
      drop(session, Limits.KEYS_PER_CHUNK, batch);
    }
    return new Result.Done();
  }

  /**
   * Settles an operation: its result, or a tombstone.
   *
   * @param by the operation that the command itself is; it cannot settle itself
   */
  public Result resolve(Command.Resolve resolve, Proposed by, Batch batch, SessionLimits limits) {
    if (resolve.sessionId() == by.sessionId() && resolve.sequence() == by.sequence()) {
      return new Result.Rejected(Result.Reason.INVALID, "an operation cannot resolve itself", 0);
    }
    Session session = find(resolve.sessionId(), batch);
    if (session == null || !session.aliveAt(batch.timeMs())) {
      return expired(resolve.sessionId());
    }
    if (resolve.sequence() <= session.acknowledged) {
      return stale(session, resolve.sequence());
    }
    if (session.holds(resolve.sequence())) {
      return result(session, resolve.sequence(), batch).resolved();
    }
    if (session.results() >= 2L * limits.maxResults()) {
      return new Result.Rejected(
          Result.Reason.OVERLOADED,
          "session " + session.id + " holds " + session.results() + " results and tombstones",
          0);
    }
    keep(session, resolve.sequence(), null, batch);
    effects.changed(session.id, "abandoned", resolve.sequence(), batch);
    return new Result.Resolved(false, null, 0);
  }

  /**
   * Ends sessions that are due, earliest first; drops no more once {@code limit} results are
   * dropped, a session counting as one more.
   */
  public Result expire(Command.ExpireSessions command, Batch batch) {
    int left = command.limit();
    for (long id : due(batch, command.limit())) {
      if (left <= 0) {
        break;
      }
      Session session = Objects.requireNonNull(find(id, batch), "an expiry without a session");
      if (!session.header.ended()) {
        end(session, "expired", batch);
      }
      left -= 1 + drop(session, left, batch);
    }
    return new Result.Done();
  }

  private static List<Long> due(Batch batch, int limit) {
    var ids = new ArrayList<Long>();
    batch.scanPrefix(
        Space.SESSION,
        Keyspace.SESSION_EXPIRIES,
        (key, value) -> {
          if (Keyspace.first(key) <= batch.timeMs() && ids.size() < limit) {
            ids.add(Keyspace.second(key));
            return true;
          }
          return false;
        });
    return ids;
  }

  private void end(Session session, String kind, Batch batch) {
    batch.delete(Space.SESSION, Keyspace.sessionExpiry(session.header.expiresMs(), session.id));
    session.header = session.header.endedAt(Math.min(session.header.expiresMs(), batch.timeMs()));
    batch.put(
        Space.SESSION, Keyspace.sessionExpiry(session.header.expiresMs(), session.id), Bytes.EMPTY);
    writeHeader(session, batch);
    effects.changed(session.id, kind, 0, batch);
  }

  /** Drops results of an ended session, and the session with the last one. */
  private int drop(Session session, int most, Batch batch) {
    int dropped = dropResults(session, Long.MAX_VALUE, most, batch);
    if (session.results() == 0) {
      batch.delete(Space.SESSION, Keyspace.sessionExpiry(session.header.expiresMs(), session.id));
      batch.delete(Space.SESSION, Keyspace.sessionHeader(session.id));
      cache.remove(session.id);
    }
    return dropped;
  }

  private void acknowledge(Session session, long upTo, Batch batch) {
    session.acknowledged = Math.max(session.acknowledged, upTo);
    dropResults(session, session.acknowledged, DROPPED_PER_OPERATION, batch);
  }

  private int dropResults(Session session, long upTo, int most, Batch batch) {
    int dropped = 0;
    while (dropped < most) {
      ResultRecord record = session.pollUpTo(upTo);
      if (record == null) {
        break;
      }
      batch.delete(Space.SESSION, record.key(), record.hash());
      dropped += record.sequences().size();
    }
    cachedResults -= dropped;
    return dropped;
  }

  /** Rewritten only when a 16th of its time has passed, not with every operation. */
  private static void touch(Session session, Batch batch, SessionLimits limits) {
    if (session.header.expiresMs() - batch.timeMs() < limits.ttlMs()) {
      batch.delete(Space.SESSION, Keyspace.sessionExpiry(session.header.expiresMs(), session.id));
      session.header = session.header.withExpiry(expiry(batch, limits));
      batch.put(
          Space.SESSION,
          Keyspace.sessionExpiry(session.header.expiresMs(), session.id),
          Bytes.EMPTY);
      writeHeader(session, batch);
    }
  }

  private static long expiry(Batch batch, SessionLimits limits) {
    return batch.timeMs() + limits.ttlMs() + limits.ttlMs() / 16;
  }

  private static void writeHeader(Session session, Batch batch) {
    session.header = session.header.withAcknowledged(session.acknowledged);
    session.storedAcknowledged = session.acknowledged;
    batch.put(Space.SESSION, Keyspace.sessionHeader(session.id), session.header.encode());
  }

  private @Nullable Session find(long id, Batch batch) {
    Session session = cache.get(id);
    if (session == null) {
      session = Session.load(batch, id, batch.hasher());
      if (session != null) {
        cache.put(id, session);
        cachedResults += session.results();
      }
    }
    return session;
  }

  /**
   * Stores what the entry recorded, and forgets the sessions used longest ago when there are many.
   */
  public void endEntry(Batch batch) {
    for (Session session : unfinished) {
      store(
          session, Keyspace.sessionEntry(session.id, batch.index()), session.takePending(), batch);
    }
    unfinished.clear();
    lastReadKey = null;
    lastRead = null;
    var oldest = cache.values().iterator();
    while ((cache.size() > CACHED_SESSIONS || cachedResults > CACHED_RESULTS) && oldest.hasNext()) {
      cachedResults -= oldest.next().results();
      oldest.remove();
    }
  }

  private static Result.Rejected expired(long sessionId) {
    return new Result.Rejected(
        Result.Reason.SESSION_EXPIRED,
        "session " + sessionId + " is unknown, closed or expired",
        0);
  }

  private static Result.Rejected stale(Session session, long sequence) {
    return new Result.Rejected(
        Result.Reason.STALE_SEQUENCE,
        "sequence "
            + sequence
            + " of session "
            + session.id
            + " is not above "
            + session.acknowledged
            + ", up to which the client has acknowledged",
        0);
  }
}
