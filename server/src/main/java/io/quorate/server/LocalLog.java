package io.quorate.server;

import io.quorate.server.disk.LogDirectory;
import io.quorate.server.disk.LogKeeper;
import io.quorate.server.disk.LogRetention;
import io.quorate.server.disk.LogSegmentFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.LongSupplier;

/** The files of this node's Raft log: how big they are, and which may go. */
final class LocalLog {
  private final Path directory;
  private final LogRetention retention;
  private final LongSupplier lastIndex;

  LocalLog(Path directory, LogRetention retention, LongSupplier lastIndex) {
    this.directory = directory;
    this.retention = retention;
    this.lastIndex = lastIndex;
  }

  /** The index up to which the log may be purged, as {@link LogKeeper#purgeUpTo} says. */
  long purgeable(long durable) {
    try {
      return LogKeeper.purgeUpTo(
          LogDirectory.scan(directory), durable, lastIndex.getAsLong(), Instant.now(), retention);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long bytes() {
    try {
      return LogDirectory.scan(directory).stream().mapToLong(LogSegmentFile::sizeBytes).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
