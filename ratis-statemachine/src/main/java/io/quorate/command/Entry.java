package io.quorate.command;

import java.util.List;

/**
 * One log entry: commands of many clients, applied in order as one write batch.
 *
 * @param version of the log's form and of what its commands mean, 1 to {@link #VERSION}
 * @param timeMs cluster time, stamped by the leader: never goes back within a log
 * @param wallMs the leader's wall clock, for display only
 * @param commands at most {@link Limits#ENTRY_COMMANDS}
 */
public record Entry(int version, long timeMs, long wallMs, List<Proposed> commands) {
  /**
   * The newest version; raised when an older program would compute another state from an entry.
   * What entries of an older one mean never changes: nodes must agree on it.
   */
  public static final int VERSION = 2;

  /** From this version on, what an entry records for a session is one record. */
  public static final int RESULTS_TOGETHER = 2;

  public Entry {
    if (version < 1 || version > VERSION) {
      throw new UnknownEntryVersionException(version);
    }
    commands = List.copyOf(commands);
    if (commands.size() > Limits.ENTRY_COMMANDS) {
      throw new TooLargeException(
          "entry of "
              + commands.size()
              + " commands; at most "
              + Limits.ENTRY_COMMANDS
              + " are allowed");
    }
  }

  /** An entry of today, where everybody who applies it is of today. */
  public Entry(long timeMs, long wallMs, List<Proposed> commands) {
    this(VERSION, timeMs, wallMs, commands);
  }
}
