package io.quorate.server.disk;

import java.time.Duration;

/**
 * How much of the Raft log stays for members that were away, beyond what the state itself needs. A
 * longer log saves them a full sync.
 *
 * @param keepBytes the log may grow to about this
 * @param keepTime and holds what is not older than this, as long as it is not bigger
 * @param minEntries stay, however big and old
 */
public record LogRetention(long keepBytes, Duration keepTime, long minEntries) {
  public static final LogRetention DEFAULT =
      new LogRetention(2L << 30, Duration.ofHours(24), 10_000);
}
