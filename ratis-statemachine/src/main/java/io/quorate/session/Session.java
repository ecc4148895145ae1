package io.quorate.session;

import io.quorate.command.Bytes;
import io.quorate.proto.v1.OperationResult;
import io.quorate.store.Hash128;
import io.quorate.store.Keyspace;
import io.quorate.store.Reader;
import io.quorate.store.RecordHasher;
import io.quorate.store.Space;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A session in memory: its header and an index of its results. Between entries all of it follows
 * from what is stored, so it may be forgotten and loaded again without making a difference.
 */
final class Session {
  final long id;
  Header header;

  /** The client has received every result at or below this. */
  long acknowledged;

  /** The mark that a later load would find. */
  long storedAcknowledged;

  /** Of all results that are held. */
  long bytes;

  private final TreeMap<Long, ResultRecord> byLast = new TreeMap<>();
  private final Map<Long, ResultRecord> bySequence = new LinkedHashMap<>();

  /** Results of the entry that is being applied; they are one record at its end. */
  private final Map<Long, OperationResult> pending = new LinkedHashMap<>();

  private Session(long id, Header header) {
    this.id = id;
    this.header = header;
  }

  static @Nullable Session load(Reader state, long id, RecordHasher hasher) {
    Bytes stored = state.get(Space.SESSION, Keyspace.sessionHeader(id));
    if (stored == null) {
      return null;
    }
    var session = new Session(id, Header.decode(stored));
    session.acknowledged = session.header.acknowledged();
    Reader.Visitor results =
        (key, value) -> {
          Bytes record = value.bytes();
          Hash128 hash = hasher.compute(Space.SESSION, key, record.array());
          session.add(ResultRecord.of(key, record, hash));
          session.acknowledged =
              Math.max(session.acknowledged, ResultRecord.acknowledged(key, record));
          return true;
        };
    state.scanPrefix(Space.SESSION, Keyspace.sessionResults(id), results);
    state.scanPrefix(Space.SESSION, Keyspace.sessionEntries(id), results);
    session.storedAcknowledged = session.acknowledged;
    return session;
  }

  boolean aliveAt(long timeMs) {
    return !header.ended() && header.expiresMs() > timeMs;
  }

  /** How many are held: recorded and not dropped. */
  int results() {
    return bySequence.size() + pending.size();
  }

  boolean holds(long sequence) {
    return bySequence.containsKey(sequence) || pending.containsKey(sequence);
  }

  /**
   * One that is held.
   *
   * @param index of the entry that is being applied
   * @param stored answers what a key of the space holds
   */
  Recorded result(long sequence, long index, UnaryOperator<Bytes> stored) {
    OperationResult fresh = pending.get(sequence);
    if (fresh != null) {
      return new Recorded(index, fresh);
    }
    ResultRecord record = Objects.requireNonNull(bySequence.get(sequence));
    return record.find(sequence, stored.apply(record.key()));
  }

  void add(ResultRecord record) {
    byLast.put(record.last(), record);
    for (long sequence : record.sequences()) {
      bySequence.put(sequence, record);
    }
    bytes += record.bytes();
  }

  /** To be stored at the end of the entry. */
  void addPending(long sequence, OperationResult result) {
    pending.put(sequence, result);
    bytes += ResultRecord.bytesOf(result);
  }

  /** The record that holds what the entry recorded, which is told {@link #add} then. */
  Bytes takePending() {
    Bytes record = ResultRecord.encode(acknowledged, pending);
    bytes -= record.size() - Long.BYTES;
    pending.clear();
    return record;
  }

  /** Takes out a record of which everything is at or below the sequence; null = there is none. */
  @Nullable ResultRecord pollUpTo(long sequence) {
    var first = byLast.firstEntry();
    if (first == null || first.getKey() > sequence) {
      return null;
    }
    byLast.remove(first.getKey());
    ResultRecord record = first.getValue();
    record.sequences().forEach(bySequence::remove);
    bytes -= record.bytes();
    return record;
  }
}
