package io.quorate.server.disk;

import io.quorate.store.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/**
 * A file that only takes up room, to be given back when the disk is full. Its content does not
 * compress: its blocks are real.
 */
final class Ballast {
  private static final int BLOCK_BYTES = 1 << 20;

  private final Path file;
  private final long sizeBytes;

  Ballast(Path file, long sizeBytes) {
    this.file = file;
    this.sizeBytes = sizeBytes;
  }

  boolean isPresent() {
    return sizeBytes == 0 || Files.exists(file);
  }

  /** Bytes that it lacks. */
  long missingBytes() {
    return isPresent() ? 0 : sizeBytes;
  }

  /** Throws when there is no room for it, and takes none then. */
  void create() throws IOException {
    if (isPresent()) {
      return;
    }
    Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
    byte[] block = new byte[(int) Math.min(BLOCK_BYTES, sizeBytes)];
    new Random(sizeBytes).nextBytes(block);
    try {
      try (FileChannel channel =
          FileChannel.open(
              unfinished,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        for (long left = sizeBytes; left > 0; left -= block.length) {
          int length = (int) Math.min(left, block.length);
          DurableFiles.writeFully(channel, ByteBuffer.wrap(block, 0, length));
        }
        channel.force(true);
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  void release() throws IOException {
    Files.deleteIfExists(file);
  }
}
