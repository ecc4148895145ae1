package io.quorate.command;

import io.quorate.proto.v1.Operation;
import org.jspecify.annotations.Nullable;

/**
 * A command with its place in a session.
 *
 * @param sessionId 0 = no session
 * @param sequence unique within the session, from 1; 0 without session
 * @param acknowledged the client has received every result at or below this sequence
 * @param wire exactly what {@link OperationCodec#encode} would make of the command, where that is
 *     at hand; null = it must be encoded
 */
public record Proposed(
    long sessionId, long sequence, long acknowledged, Command command, @Nullable Operation wire) {
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

  public Proposed(long sessionId, long sequence, long acknowledged, Command command) {
    this(sessionId, sequence, acknowledged, command, null);
  }

  public static Proposed of(Command command) {
    return new Proposed(0, 0, 0, command);
  }
}
