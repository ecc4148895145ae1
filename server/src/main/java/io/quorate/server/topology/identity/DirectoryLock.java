package io.quorate.server.topology.identity;

import io.quorate.server.error.StartupException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The right to use a data directory; the operating system ends it with the process, however that
 * dies.
 */
final class DirectoryLock implements AutoCloseable {
  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Fails with StartupException while another holder lives, in this process or another. */
  static DirectoryLock acquire(Path directory) throws IOException {
    Path file = directory.resolve("LOCK");
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (tryLock(channel) == null) {
      channel.close();
      throw new StartupException(
          "data directory "
              + directory
              + " is used by a running process (pid "
              + holder(file)
              + "); stop it, or give this node a data directory of its own");
    }
    channel.truncate(0);
    channel.write(
        ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)),
        0);
    return new DirectoryLock(channel);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  private static String holder(Path file) {
    try {
      String pid = Files.readString(file, StandardCharsets.US_ASCII).strip();
      return pid.isEmpty() ? "not known" : pid;
    } catch (IOException e) {
      return "not known";
    }
  }

  /**
   * Closing the channel releases the lock. The file stays: deleting it would let two processes lock
   * two different files.
   */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
