package io.quorate.server.disk;

/** How much room there is on the disk of the data. */
public enum DiskSpace {
  OK,
  /** Time to warn somebody. */
  LOW,
  /** Nothing but the node's own metadata may be written. */
  FULL
}
