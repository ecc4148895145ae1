package io.quorate.bench.micro;

import io.quorate.store.DurableFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder below the default one for temporary files, deleted with all that is in it. */
record TemporaryFolder(Path path) implements AutoCloseable {
  static TemporaryFolder create() {
    try {
      return new TemporaryFolder(Files.createTempDirectory("quorate-micro"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      DurableFiles.deleteTree(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
