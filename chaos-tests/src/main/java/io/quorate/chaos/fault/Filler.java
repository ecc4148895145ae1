package io.quorate.chaos.fault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that takes all the space that is left in its file system, and gives it back. */
final class Filler {
  private static final int BLOCK = 1 << 20;

  private final Path file;

  Filler(Path folder) {
    this.file = folder.resolve("filler");
  }

  /** Writes until nothing more fits. */
  void fill() throws IOException {
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (var size = BLOCK; size > 0; size /= 2) {
        fill(channel, size);
      }
    }
  }

  private static void fill(FileChannel channel, int size) {
    try {
      while (channel.write(ByteBuffer.allocate(size)) == size) {
        // One more.
      }
    } catch (IOException full) {
      // Nothing of this size fits any more.
    }
  }

  /** Gives back all that {@link #fill} took. */
  void free() throws IOException {
    Files.deleteIfExists(file);
  }
}
