package io.quorate.lease;

import io.quorate.command.Bytes;
import io.quorate.store.Keyspace;
import io.quorate.store.Reader;
import io.quorate.store.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads of leases. */
public final class LeaseQuery {
  /** What {@link #nextExpiryMs} answers when there is no lease. */
  public static final long NEVER = Long.MAX_VALUE;

  private LeaseQuery() {}

  public static Optional<LeaseInfo> get(Reader state, long leaseId, long timeMs) {
    return Optional.ofNullable(Lease.read(state, leaseId)).map(lease -> lease.infoAt(timeMs));
  }

  /** The first leases by id. */
  public static List<LeaseInfo> list(Reader state, int limit, long timeMs) {
    var leases = new ArrayList<LeaseInfo>();
    if (limit > 0) {
      state.scanPrefix(
          Space.LEASE,
          Keyspace.LEASE_HEADERS,
          (key, value) -> {
            leases.add(Lease.decode(Keyspace.first(key), value.bytes()).infoAt(timeMs));
            return leases.size() < limit;
          });
    }
    return leases;
  }

  /**
   * The time at which the first lease is due, or {@link #NEVER}.
   *
   * @param from no lease is due before: spares stepping over what was deleted
   */
  public static long nextExpiryMs(Reader state, long from) {
    long[] next = {NEVER};
    Bytes start = Keyspace.leaseExpiry(from, 0);
    state.scan(
        Space.LEASE,
        start,
        Keyspace.LEASE_EXPIRIES.prefixEnd(),
        (key, value) -> {
          next[0] = Keyspace.first(key);
          return false;
        });
    return next[0];
  }
}
