package io.quorate.server.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How many bytes this process may still write on a file system. */
@FunctionalInterface
public interface UsableSpace {
  long bytes() throws IOException;

  /** Of the file system that holds this path, which must exist. */
  static UsableSpace of(Path path) {
    return () -> Files.getFileStore(path).getUsableSpace();
  }
}
