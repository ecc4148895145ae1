package io.quorate.ratis;

import io.quorate.command.TermIndex;
import io.quorate.engine.Engine;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/**
 * What the state machine needs from the node it lives in. Notifications come on Ratis' threads:
 * hand off, never block.
 */
public interface StateMachineHost {
  /**
   * Opens the current generation of the state; called when the division starts and after a
   * checkpoint was installed.
   */
  Engine open() throws IOException;

  /** The division stopped or is about to replace its state: close the engine. */
  void close(Engine engine);

  /** The state has applied everything up to here. */
  void applied(TermIndex position);

  /**
   * An entry of the log could not be applied: the division closes and this node must serve nothing
   * until somebody acts.
   */
  void applyFailed(TermIndex position, Throwable cause);

  /**
   * The leader has no log for us any more. Completes when a checkpoint is staged, ready for {@link
   * #open}; null = not needed.
   */
  CompletableFuture<TermIndex> fetchCheckpoint(String leader, TermIndex firstAvailable);

  /** This term's leader, as Ratis sees it. */
  void leaderChanged(String leader);

  /** We lead and have applied our term's first entry. */
  void leaderReady();

  void notLeader();

  void configurationChanged(long term, long index);

  /**
   * The local log cannot be written any more (V10): pending requests will never be answered by
   * Ratis.
   */
  void logFailed(Throwable cause);

  /** Ratis closed the division by itself. */
  void divisionClosed();
}
