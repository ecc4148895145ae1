package io.quorate.server.transfer;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.IntConsumer;

/** The sender's end of a stream: reads one chunk of a checkpoint's file when asked for it. */
final class ChunkReader implements ChunkStream {
  private final FileChannel channel;
  private final ManifestFile file;
  private final int chunkBytes;
  private final RateLimit limit;
  private final IntConsumer sent;
  private final Runnable closed;
  private long offset;

  ChunkReader(
      Path path,
      ManifestFile file,
      long offset,
      int chunkBytes,
      RateLimit limit,
      IntConsumer sent,
      Runnable closed)
      throws IOException {
    this.channel = FileChannel.open(path, StandardOpenOption.READ);
    this.file = file;
    this.offset = offset;
    this.chunkBytes = chunkBytes;
    this.limit = limit;
    this.sent = sent;
    this.closed = closed;
  }

  @Override
  public Optional<Chunk> next() throws IOException {
    if (offset == file.sizeBytes()) {
      return Optional.empty();
    }
    int length = (int) Math.min(chunkBytes, file.sizeBytes() - offset);
    limit.await(length);
    ByteBuffer data = ByteBuffer.allocate(length);
    while (data.hasRemaining()) {
      if (channel.read(data, offset + data.position()) < 0) {
        throw new EOFException(
            "%s should have %d bytes, ends at %d"
                .formatted(file.name(), file.sizeBytes(), offset + data.position()));
      }
    }
    Chunk chunk = Chunk.of(offset, data.flip());
    offset += length;
    sent.accept(length);
    return Optional.of(chunk);
  }

  @Override
  public void close() {
    if (!channel.isOpen()) {
      return;
    }
    closed.run();
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
