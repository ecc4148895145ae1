package io.quorate.server.transfer;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * The rest of a file, pulled chunk by chunk, so that the reader sets the pace. Used by one thread.
 */
public interface ChunkStream extends Closeable {
  /**
   * The next chunk, in order and without gap; empty after the last. Blocks.
   *
   * @throws IOException when the connection broke or nothing came in time: read again from the
   *     offset reached
   */
  Optional<Chunk> next() throws IOException;

  /** Ends the stream early, or after the last chunk. */
  @Override
  void close();
}
