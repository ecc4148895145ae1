package io.quorate.server.transfer;

import io.quorate.command.TermIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Makes checkpoints of this node's state. */
@FunctionalInterface
public interface CheckpointMaker {
  /**
   * Creates the directory and fills it with files that never change again. Blocks: it flushes the
   * state and reads all of it once. Throws a RequestException when the node has no state to give
   * away.
   */
  Contents make(Path directory) throws IOException;

  /** What a checkpoint holds; see {@link Manifest}. */
  record Contents(int format, TermIndex position, List<ManifestFile> files) {}
}
