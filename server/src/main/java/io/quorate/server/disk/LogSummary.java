package io.quorate.server.disk;

import io.quorate.command.TermIndex;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A log that was found in order.
 *
 * @param first index of its first entry; one after the last when it is empty
 * @param last position of its last entry; {@link TermIndex#NONE} when it is empty
 * @param term the highest that this node has seen
 * @param tear where a crash cut the last, never acknowledged record off
 */
public record LogSummary(long first, TermIndex last, long term, Optional<Tear> tear) {
  static final LogSummary EMPTY = new LogSummary(0, TermIndex.NONE, 0, Optional.empty());

  /** A half-written record. Ratis does not open a log that has one: see {@link LogVerifier#cut}. */
  public record Tear(Path file, long offset) {}

  public boolean isEmpty() {
    return last.index() < first;
  }

  /**
   * Whether a state that is durable up to this index can be brought up to date from the log: there
   * is no gap after it. If not, fetch a checkpoint; Ratis would wait for ever.
   */
  public boolean carriesOnFrom(long durableIndex) {
    return isEmpty() || first <= durableIndex + 1;
  }
}
