package io.quorate.server.transfer;

import io.quorate.store.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.zip.CRC32C;

/** Brings one file of a checkpoint in, from where an earlier attempt stopped. */
final class FileDownload {
  private static final int BUFFER_BYTES = 64 << 10;

  /** Opens the stream of the file from an offset on. */
  @FunctionalInterface
  interface Opener {
    ChunkStream open(long offset) throws IOException;
  }

  private final Staging staging;
  private final ManifestFile file;
  private final IntConsumer received;

  /**
   * @param received told the bytes of every chunk written
   */
  FileDownload(Staging staging, ManifestFile file, IntConsumer received) {
    this.staging = staging;
    this.file = file;
    this.received = received;
  }

  /**
   * Returns when the file is whole, verified, fsynced and has its name. Leaves what came so far for
   * the next attempt when it fails, unless that is a {@link CorruptFileException}.
   */
  void run(Opener opener) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            staging.partial(file),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      CRC32C crc = new CRC32C();
      resume(channel, crc);
      if (channel.position() < file.sizeBytes()) {
        try (ChunkStream stream = opener.open(channel.position())) {
          receive(stream, channel, crc);
        }
      }
      if ((int) crc.getValue() != file.crc32c()) {
        Files.delete(staging.partial(file));
        throw new CorruptFileException(file, (int) crc.getValue());
      }
      channel.force(true);
    }
    staging.finish(file);
  }

  /**
   * Reads back what is there: the checksum goes over all bytes, and what a crash made of the rest
   * is found out in the end.
   */
  private void resume(FileChannel channel, CRC32C crc) throws IOException {
    if (channel.size() > file.sizeBytes()) {
      channel.truncate(0);
    }
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    while (channel.read(buffer) >= 0) {
      crc.update(buffer.flip());
      buffer.clear();
    }
  }

  private void receive(ChunkStream stream, FileChannel channel, CRC32C crc) throws IOException {
    while (channel.position() < file.sizeBytes()) {
      Optional<Chunk> next = stream.next();
      if (next.isEmpty()) {
        throw new IOException(
            "%s should have %d bytes, the stream ended at %d"
                .formatted(file.name(), file.sizeBytes(), channel.position()));
      }
      Chunk chunk = next.get();
      int length = chunk.data().remaining();
      if (chunk.offset() != channel.position()
          || length == 0
          || length > file.sizeBytes() - channel.position()) {
        throw new IOException(
            "expected %s from byte %d of %d, got %d bytes from %d"
                .formatted(
                    file.name(), channel.position(), file.sizeBytes(), length, chunk.offset()));
      }
      if (!chunk.isIntact()) {
        throw new IOException(
            "%s: the chunk at byte %d does not have the CRC32C it was sent with"
                .formatted(file.name(), chunk.offset()));
      }
      crc.update(chunk.data().duplicate());
      DurableFiles.writeFully(channel, chunk.data());
      received.accept(length);
    }
  }
}
