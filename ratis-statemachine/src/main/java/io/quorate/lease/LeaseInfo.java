package io.quorate.lease;

/**
 * A lease as a reader sees it.
 *
 * @param remainingMs at the state's cluster time; 0 = it is due, or ending
 * @param keys attached to it
 * @param ending revoked or expired, and its keys are being deleted
 */
public record LeaseInfo(long leaseId, long ttlMs, long remainingMs, long keys, boolean ending) {}
