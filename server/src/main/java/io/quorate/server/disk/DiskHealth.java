package io.quorate.server.disk;

/** Whether the disk of the data takes writes. */
public enum DiskHealth {
  HEALTHY,
  /** A write and its fsync have been taking longer than allowed, and may never end. */
  STALLED,
  /** Writes fail. */
  FAILING
}
