package io.quorate.server.replication;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The life of this node's part in its group: what is wrong with it, stop it, start it. For {@link
 * DivisionKeeper}, on its thread.
 */
interface DivisionLife {
  /** What is wrong, in words; empty when nothing is, or it is stopped. */
  Optional<String> trouble();

  /** It waits to be counted in before it takes a role. */
  boolean isStarting();

  /** The log failed for want of space. */
  boolean logIsFull();

  /** What applying an entry failed with, since the last start. */
  @Nullable Throwable applyFailure();

  boolean isStopped();

  /** Leaves the group's directory as it is. What is pending fails as UNKNOWN. */
  void stop() throws IOException;

  /** Goes on from the group's directory. */
  void start() throws IOException;
}
