package io.quorate.server.replication;

import io.quorate.command.TermIndex;
import io.quorate.engine.View;
import java.util.concurrent.CompletableFuture;

/** The port to the local copy of the state. */
public interface Replica {
  /**
   * A consistent view of the state as of now; close it. Throws RequestException when the node
   * serves no data (halted, being replaced).
   */
  View view();

  TermIndex applied();

  TermIndex durable();

  /**
   * Completes once the state has applied this index; completes exceptionally with UNAVAILABLE when
   * the state is replaced or closed for good.
   */
  CompletableFuture<Void> awaitApplied(long index);

  /** Raised whenever the state was replaced by a checkpoint: pinned pages from before are void. */
  long generation();
}
