package io.quorate.server.disk;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The Raft log or its metadata is not what was once fsynced here. Entries that this node
 * acknowledged may be gone, or its vote: it must not take part in elections under its identity any
 * more.
 */
public final class LogDamagedException extends IOException {
  private static final long serialVersionUID = 1;

  private final String file;
  private final long offset;

  public LogDamagedException(Path file, long offset, String reason) {
    super("%s is damaged at byte %d: %s".formatted(file, offset, reason));
    this.file = file.toString();
    this.offset = offset;
  }

  public String file() {
    return file;
  }

  /** Of the first byte that makes no sense. */
  public long offset() {
    return offset;
  }
}
