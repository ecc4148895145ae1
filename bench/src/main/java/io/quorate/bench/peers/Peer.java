package io.quorate.bench.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A store under load. For one thread; a store of {@code bench/stores} is found as a service.
 * Closing ends the processes that it started, and no others.
 */
public interface Peer extends AutoCloseable {
  /** The word of options and reports. */
  String name();

  /** How the store does what the row asks for; empty when it has nothing like it. */
  Optional<String> meaning(Row row);

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
