package io.quorate.client;

/**
 * A lease as a read shows it.
 *
 * @param keys how many keys are bound to it
 */
public record LeaseInfo(Lease lease, long keys) {
  public long id() {
    return lease.id();
  }
}
