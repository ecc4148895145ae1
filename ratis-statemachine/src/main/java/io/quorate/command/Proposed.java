package io.quorate.command;

/**
 * A command with its place in a session.
 *
 * @param sessionId 0 = no session
 * @param sequence unique within the session, from 1; 0 without session
 * @param acknowledged the client has received every result at or below this sequence
 */
public record Proposed(long sessionId, long sequence, long acknowledged, Command command) {
  public Proposed {
    if (sessionId < 0 || sequence < 0 || acknowledged < 0 || (sessionId == 0) != (sequence == 0)) {
      throw new InvalidCommandException(
          "a session needs a sequence from 1, and no session none; found "
              + sessionId
              + "/"
              + sequence);
    }
    if (sequence > 0 && acknowledged >= sequence) {
      throw new InvalidCommandException(
          "sequence " + sequence + " is already marked as acknowledged up to " + acknowledged);
    }
  }

  public static Proposed of(Command command) {
    return new Proposed(0, 0, 0, command);
  }
}
