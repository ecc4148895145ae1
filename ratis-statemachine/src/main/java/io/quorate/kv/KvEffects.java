package io.quorate.kv;

import io.quorate.command.KeyValue;

/** What changing a key means elsewhere: its lease, the change log. */
public interface KvEffects {
  /** A key can be attached to it. */
  boolean leaseAlive(long leaseId);

  /**
   * A key was written.
   *
   * @param previousLeaseId what the key was attached to before; 0 = nothing
   */
  void put(KeyValue record, long previousLeaseId);

  /** The record as it was, without its value. */
  void deleted(KeyValue record);
}
