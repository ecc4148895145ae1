package io.quorate.server.replication;

import io.quorate.command.TermIndex;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** The port to checkpoint transfer, as the state machine's host needs it. */
public interface Checkpoints {
  /**
   * Downloads the peer's checkpoint into the staging area; completes with its position once it is
   * verified and fsynced.
   */
  CompletableFuture<TermIndex> fetch(PeerAddress source, long minimumIndex);

  /**
   * Makes a completely staged checkpoint, if there is one, the current state. Called while no
   * engine is open; safe to repeat.
   */
  void installStaged() throws IOException;
}
