package io.quorate.server.disk;

import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * A file of the Raft log.
 *
 * @param start index of its first entry
 * @param end index of its last entry; empty for the one that is still written to
 * @param modified when it was last written to
 */
public record LogSegmentFile(
    Path file, long start, OptionalLong end, long sizeBytes, Instant modified) {
  public boolean isOpen() {
    return end.isEmpty();
  }
}
