package io.quorate.server.read;

/**
 * A proof of freshness: whatever was acknowledged before an instant lies at or below an index.
 *
 * @param term of the leader that proved it
 * @param asOfNanos the instant, on this node's monotonic clock
 * @param own proven by this node itself, as the leader
 */
record ReadPoint(long term, long index, long asOfNanos, boolean own) {
  /** In milliseconds, rounded up. */
  long ageMs(long nowNanos) {
    return ceilMs(nowNanos - asOfNanos);
  }

  static long ceilMs(long nanos) {
    return Math.max(0, Math.ceilDiv(nanos, 1_000_000));
  }
}
