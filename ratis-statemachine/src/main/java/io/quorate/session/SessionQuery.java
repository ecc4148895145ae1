package io.quorate.session;

import io.quorate.command.Applied;
import io.quorate.store.Keyspace;
import io.quorate.store.Reader;
import io.quorate.store.RecordHasher;
import io.quorate.store.Space;
import java.util.Objects;
import java.util.Optional;

/** Reads of sessions. */
public final class SessionQuery {
  private SessionQuery() {}

  /** Empty when it is unknown, closed, or expired at the time. */
  public static Optional<SessionInfo> get(Reader state, long sessionId, long timeMs) {
    Session session = Session.load(state, sessionId, new RecordHasher());
    if (session == null || !session.aliveAt(timeMs)) {
      return Optional.empty();
    }
    return Optional.of(
        new SessionInfo(
            sessionId,
            session.header.client(),
            session.header.openedMs(),
            session.header.expiresMs() - timeMs,
            session.acknowledged,
            session.results(),
            session.bytes));
  }

  /** What the operation would be answered if it came now; empty when it is not known. */
  public static Optional<Applied> recorded(Reader state, long sessionId, long sequence) {
    Session session = Session.load(state, sessionId, new RecordHasher());
    return session == null || sequence <= session.acknowledged || !session.holds(sequence)
        ? Optional.empty()
        : Optional.of(
            session
                .result(sequence, 0, key -> Objects.requireNonNull(state.get(Space.SESSION, key)))
                .answer());
  }

  /** The time at which the first session is due, or {@code Long.MAX_VALUE}. */
  public static long nextExpiryMs(Reader state, long from) {
    long[] next = {Long.MAX_VALUE};
    state.scan(
        Space.SESSION,
        Keyspace.sessionExpiry(from, 0),
        Keyspace.SESSION_EXPIRIES.prefixEnd(),
        (key, value) -> {
          next[0] = Keyspace.first(key);
          return false;
        });
    return next[0];
  }
}
