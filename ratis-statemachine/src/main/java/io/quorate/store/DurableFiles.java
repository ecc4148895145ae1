package io.quorate.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** File operations that a power cut cannot undo: each has reached the disk when it returns. */
public final class DurableFiles {
  private DurableFiles() {}

  /**
   * Replaces the file as a whole: whoever reads it, after whatever crash, finds the old content or
   * the new.
   */
  public static void replace(Path file, byte[] content) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      writeFully(channel, ByteBuffer.wrap(content));
      channel.force(true);
    }
    rename(temporary, file);
  }

  /** Writes the whole buffer at the channel's position; not durable by itself. */
  public static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /** Within one directory; a file that has the name already is replaced. */
  public static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    sync(parent(to));
  }

  /**
   * Moves within one file system, beside what an earlier attempt left if need be; nothing happens
   * when there is nothing to move.
   */
  public static void moveIfPresent(Path from, Path to) throws IOException {
    if (!Files.exists(from)) {
      return;
    }
    Path target = to;
    for (int attempt = 1; Files.exists(target); attempt++) {
      target = to.resolveSibling(to.getFileName() + "." + attempt);
    }
    Files.move(from, target, StandardCopyOption.ATOMIC_MOVE);
    sync(parent(target));
    sync(parent(from));
  }

  /** Creates the directory and its missing parents. */
  public static void createDirectories(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = parent(directory);
    createDirectories(parent);
    Files.createDirectories(directory);
    sync(parent);
  }

  /** The files of the directory, then its names: those created, renamed and deleted so far. */
  public static void syncAll(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        sync(file);
      }
    }
    sync(directory);
  }

  /** A file's content, or the names in a directory. */
  public static void sync(Path path) throws IOException {
    // A directory can be opened for reading only, which is enough.
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /**
   * Deletes a directory with all that is in it; nothing happens when it is absent. Not durable by
   * itself.
   */
  public static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e)
              throws IOException {
            if (e != null) {
              throw e;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static Path parent(Path path) {
    Path parent = path.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalArgumentException(path + " is a root directory");
    }
    return parent;
  }
}
