package io.quorate.cluster;

import io.quorate.command.Command;

/**
 * Settings that apply depends on, so they are replicated.
 *
 * @param changeLogOperations most changes kept
 * @param changeLogBytes most bytes of changes kept
 * @param changeLogAgeMs how long changes are kept, in cluster time
 * @param sessionTtlMs how long a session lives without use
 * @param sessionMaxResults most results that a session's client may leave unacknowledged
 * @param sessionMaxBytes most bytes of them
 */
public record Settings(
    long changeLogOperations,
    long changeLogBytes,
    long changeLogAgeMs,
    long sessionTtlMs,
    int sessionMaxResults,
    long sessionMaxBytes) {
  private static final long DAY_MS = 24L * 3600 * 1000;

  public static final Settings DEFAULT =
      new Settings(1_000_000, 256L << 20, DAY_MS, DAY_MS, 4096, 8L << 20);

  /** With everything that the command sets; 0 leaves a setting as it is. */
  Settings with(Command.Configure change) {
    return new Settings(
        pick(change.changeLogOperations(), changeLogOperations),
        pick(change.changeLogBytes(), changeLogBytes),
        pick(change.changeLogAgeMs(), changeLogAgeMs),
        pick(change.sessionTtlMs(), sessionTtlMs),
        (int) pick(change.sessionMaxResults(), sessionMaxResults),
        pick(change.sessionMaxBytes(), sessionMaxBytes));
  }

  Command.Configure asCommand() {
    return new Command.Configure(
        changeLogOperations,
        changeLogBytes,
        changeLogAgeMs,
        sessionTtlMs,
        sessionMaxResults,
        sessionMaxBytes);
  }

  private static long pick(long changed, long present) {
    return changed > 0 ? changed : present;
  }
}
