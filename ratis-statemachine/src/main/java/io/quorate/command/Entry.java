package io.quorate.command;

import java.util.List;

/**
 * One log entry: commands of many clients, applied in order as one write batch.
 *
 * @param timeMs cluster time, stamped by the leader: never goes back within a log
 * @param wallMs the leader's wall clock, for display only
 * @param commands at most {@link Limits#ENTRY_COMMANDS}
 */
public record Entry(long timeMs, long wallMs, List<Proposed> commands) {
  public Entry {
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
}
