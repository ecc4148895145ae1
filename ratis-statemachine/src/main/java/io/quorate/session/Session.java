package io.quorate.session;

import io.quorate.command.Bytes;
import io.quorate.store.Hash128;
import io.quorate.store.Keyspace;
import io.quorate.store.Reader;
import io.quorate.store.RecordHasher;
import io.quorate.store.Space;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A session in memory: its header and an index of its results. All of it follows from what is
 * stored, so it may be forgotten between entries and loaded again without making a difference.
 */
final class Session {
  final long id;
  Header header;

  /** The client has received every result at or below this. */
  long acknowledged;

  /** The mark that a later load would find. */
  long storedAcknowledged;

  final TreeMap<Long, Kept> results = new TreeMap<>();
  long bytes;

  /** What must be known of a stored result to drop it unread. */
  record Kept(int sizeBytes, Hash128 hash) {}

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
    state.scanPrefix(
        Space.SESSION,
        Keyspace.sessionResults(id),
        (key, value) -> {
          Bytes result = value.bytes();
          session.keep(
              Keyspace.second(key),
              result.size(),
              hasher.compute(Space.SESSION, key, result.array()));
          session.acknowledged = Math.max(session.acknowledged, Recorded.acknowledged(result));
          return true;
        });
    session.storedAcknowledged = session.acknowledged;
    return session;
  }

  void keep(long sequence, int sizeBytes, Hash128 hash) {
    results.put(sequence, new Kept(sizeBytes, hash));
    bytes += sizeBytes;
  }

  boolean aliveAt(long timeMs) {
    return !header.ended() && header.expiresMs() > timeMs;
  }
}
