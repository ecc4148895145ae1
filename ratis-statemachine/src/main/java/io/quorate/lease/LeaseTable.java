package io.quorate.lease;

import io.quorate.command.Bytes;
import io.quorate.command.Command;
import io.quorate.command.Limits;
import io.quorate.command.Result;
import io.quorate.store.Batch;
import io.quorate.store.Keyspace;
import io.quorate.store.Reader;
import io.quorate.store.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Writes of leases in one entry. */
public final class LeaseTable {
  private final Batch batch;
  private final LeaseEffects effects;

  public LeaseTable(Batch batch, LeaseEffects effects) {
    this.batch = batch;
    this.effects = effects;
  }

  /**
   * Starts a lease; its time runs from the entry's.
   *
   * @param derivedId the id to use when the command has none
   */
  public Result grant(Command.LeaseGrant grant, long derivedId) {
    long id = grant.leaseId() == 0 ? derivedId : grant.leaseId();
    if (Lease.read(batch, id) != null) {
      return new Result.Rejected(
          Result.Reason.ALREADY_EXISTS, "lease " + id + " exists already", 0);
    }
    var lease = new Lease(id, grant.ttlMs(), batch.timeMs() + grant.ttlMs(), false, 0);
    batch.putNew(Space.LEASE, Keyspace.leaseExpiry(lease.expiresMs(), id), Bytes.EMPTY);
    write(lease);
    effects.changed(id, grant.ttlMs(), "granted");
    return done(lease, 0, false);
  }

  public Result keepAlive(Command.LeaseKeepAlive keepAlive) {
    Lease lease = Lease.read(batch, keepAlive.leaseId());
    if (lease == null || !lease.aliveAt(batch.timeMs())) {
      return notFound(keepAlive.leaseId());
    }
    return done(moveExpiry(lease, batch.timeMs() + lease.ttlMs()), 0, false);
  }

  public Result revoke(Command.LeaseRevoke revoke) {
    Lease lease = Lease.read(batch, revoke.leaseId());
    if (lease == null || lease.ending()) {
      return notFound(revoke.leaseId());
    }
    effects.changed(lease.id(), lease.ttlMs(), "revoked");
    // Due from now on, so that ExpireLeases finds what this entry cannot delete.
    lease = moveExpiry(lease, Math.min(lease.expiresMs(), batch.timeMs())).nowEnding();
    write(lease);
    return end(lease, Limits.KEYS_PER_CHUNK);
  }

  /**
   * Ends what is due, earliest first. A lease counts as one key besides those it has, so that many
   * empty ones are bounded too.
   *
   * @return how many keys were deleted, and whether more is due
   */
  public Result expire(Command.ExpireLeases command) {
    long left = command.limit();
    long deleted = 0;
    for (long id : due(command.limit())) {
      if (left <= 0) {
        break;
      }
      Lease lease = Objects.requireNonNull(Lease.read(batch, id), "an expiry without a lease");
      if (!lease.ending()) {
        effects.changed(id, lease.ttlMs(), "expired");
        lease = lease.nowEnding();
        write(lease);
      }
      long keys = end(lease, (int) left).keysDeleted();
      deleted += keys;
      left -= keys + 1;
    }
    return new Result.LeaseDone(0, 0, 0, deleted, !due(1).isEmpty());
  }

  private List<Long> due(int limit) {
    var ids = new ArrayList<Long>();
    batch.scanPrefix(
        Space.LEASE,
        Keyspace.LEASE_EXPIRIES,
        (key, value) -> {
          if (Keyspace.first(key) <= batch.timeMs() && ids.size() < limit) {
            ids.add(Keyspace.second(key));
            return true;
          }
          return false;
        });
    return ids;
  }

  /** Deletes keys of an ending lease, and the lease with the last one. */
  private Result.LeaseDone end(Lease ending, int most) {
    List<Bytes> keys = keys(ending.id(), most);
    keys.forEach(effects::deleteKey);
    Lease lease = Objects.requireNonNull(Lease.read(batch, ending.id()));
    if (lease.keys() > 0) {
      return done(lease, keys.size(), true);
    }
    batch.delete(Space.LEASE, Keyspace.leaseExpiry(lease.expiresMs(), lease.id()));
    batch.delete(Space.LEASE, Keyspace.leaseHeader(lease.id()));
    return done(lease, keys.size(), false);
  }

  private List<Bytes> keys(long leaseId, int most) {
    var keys = new ArrayList<Bytes>();
    Reader.Visitor collect =
        (key, value) -> {
          keys.add(Keyspace.userKey(key));
          return keys.size() < most;
        };
    batch.scanPrefix(Space.LEASE, Keyspace.leaseKeys(leaseId), collect);
    return keys;
  }

  /** A key can be attached to it. */
  public boolean alive(long leaseId) {
    Lease lease = Lease.read(batch, leaseId);
    return lease != null && lease.aliveAt(batch.timeMs());
  }

  /** The lease is alive and the key is not attached to it. */
  public void attach(long leaseId, Bytes key) {
    Lease lease = Objects.requireNonNull(Lease.read(batch, leaseId));
    batch.put(Space.LEASE, Keyspace.leaseKey(leaseId, key), Bytes.EMPTY);
    write(lease.withKeys(lease.keys() + 1));
  }

  /** The key is attached to it. */
  public void detach(long leaseId, Bytes key) {
    Lease lease =
        Objects.requireNonNull(Lease.read(batch, leaseId), "a key of a lease that is gone");
    batch.delete(Space.LEASE, Keyspace.leaseKey(leaseId, key));
    write(lease.withKeys(lease.keys() - 1));
  }

  private Lease moveExpiry(Lease lease, long expiresMs) {
    Lease moved = lease.withExpiry(expiresMs);
    if (expiresMs != lease.expiresMs()) {
      batch.delete(Space.LEASE, Keyspace.leaseExpiry(lease.expiresMs(), lease.id()));
      batch.put(Space.LEASE, Keyspace.leaseExpiry(expiresMs, lease.id()), Bytes.EMPTY);
      write(moved);
    }
    return moved;
  }

  private void write(Lease lease) {
    batch.put(Space.LEASE, Keyspace.leaseHeader(lease.id()), lease.encode());
  }

  private Result.LeaseDone done(Lease lease, long keysDeleted, boolean more) {
    return new Result.LeaseDone(
        lease.id(), lease.ttlMs(), lease.infoAt(batch.timeMs()).remainingMs(), keysDeleted, more);
  }

  private static Result notFound(long leaseId) {
    return new Result.Rejected(
        Result.Reason.NOT_FOUND, "lease " + leaseId + " does not exist or has ended", 0);
  }
}
