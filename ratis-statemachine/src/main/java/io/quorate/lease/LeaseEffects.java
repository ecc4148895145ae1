package io.quorate.lease;

import io.quorate.command.Bytes;

/** What the end of a lease means elsewhere. */
public interface LeaseEffects {
  /** The key must go; this calls back {@link LeaseTable#detach}. */
  void deleteKey(Bytes key);

  /**
   * A lease began or ended.
   *
   * @param kind granted, revoked or expired
   */
  void changed(long leaseId, long ttlMs, String kind);
}
