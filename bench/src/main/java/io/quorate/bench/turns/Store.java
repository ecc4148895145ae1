package io.quorate.bench.turns;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A store under load. For one thread. Closing ends the processes that it started, and no others.
 */
public interface Store extends AutoCloseable {
  /** The word of options and reports. */
  String name();

  /**
   * Starts three nodes that sync what they acknowledge, with all of their data in {@code folder},
   * and waits until they take writes.
   *
   * @throws AssertionError when they do not
   */
  void start(Path folder) throws IOException, InterruptedException;

  /** Of the store that was started. */
  String version();

  /** The clients for a row. */
  Clients clients(Row row) throws IOException, InterruptedException;

  /** The nodes. */
  List<ProcessHandle> processes();

  /** Throws {@link AssertionError}, with the last lines of its log, when a node has ended. */
  void requireAlive();

  @Override
  void close();
}
