package io.quorate.command;

/**
 * What is known of an election beside its cause in words.
 *
 * @param kind the measured cause in a word: process_gone, link_lost, pause, gc, disk_stall, asked,
 *     founded, restarted or unknown; empty = not recorded
 * @param votes voters known to have voted for the new leader, itself included; 0 = not known
 * @param inheritedEntries in the new leader's log at its election, and not known to it as
 *     committed; -1 = not known
 * @param unknownEntries of the old leader, whose callers it told that the outcome is not known; -1
 *     = it has not said
 * @param reported the old leader has said itself what it measured
 */
public record ElectionAccount(
    String kind, int votes, long inheritedEntries, long unknownEntries, boolean reported) {
  /** Of a record that has none. */
  public static final ElectionAccount NONE = new ElectionAccount("", 0, -1, -1, false);
}
