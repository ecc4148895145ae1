package io.quorate.lease;

import io.quorate.command.Bytes;
import io.quorate.store.Keyspace;
import io.quorate.store.Reader;
import io.quorate.store.Space;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A lease's header.
 *
 * @param expiresMs cluster time from which it is dead; its place among the expiries
 * @param ending its keys are being deleted; it cannot be kept alive
 */
record Lease(long id, long ttlMs, long expiresMs, boolean ending, long keys) {
  static @Nullable Lease read(Reader state, long id) {
    Bytes stored = state.get(Space.LEASE, Keyspace.leaseHeader(id));
    return stored == null ? null : decode(id, stored);
  }

  static Lease decode(long id, Bytes stored) {
    ByteBuffer buffer = ByteBuffer.wrap(stored.array());
    return new Lease(id, buffer.getLong(), buffer.getLong(), buffer.get() != 0, buffer.getLong());
  }

  Bytes encode() {
    return Bytes.wrap(
        ByteBuffer.allocate(25)
            .putLong(ttlMs)
            .putLong(expiresMs)
            .put((byte) (ending ? 1 : 0))
            .putLong(keys)
            .array());
  }

  boolean aliveAt(long timeMs) {
    return !ending && expiresMs > timeMs;
  }

  Lease withExpiry(long newExpiresMs) {
    return new Lease(id, ttlMs, newExpiresMs, ending, keys);
  }

  Lease withKeys(long newKeys) {
    return new Lease(id, ttlMs, expiresMs, ending, newKeys);
  }

  Lease nowEnding() {
    return new Lease(id, ttlMs, expiresMs, true, keys);
  }

  LeaseInfo infoAt(long timeMs) {
    return new LeaseInfo(id, ttlMs, ending ? 0 : Math.max(0, expiresMs - timeMs), keys, ending);
  }
}
