package io.quorate.server.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Passes on what a source says and does something once a number of bytes went through; records
 * where reading began.
 */
final class FaultySource implements CheckpointSource {
  /** Sees the chunk that passes the mark; what it returns is delivered instead. */
  @FunctionalInterface
  interface Fault {
    Chunk at(Chunk chunk) throws IOException;
  }

  private final CheckpointSource source;
  private final AtomicLong bytes = new AtomicLong();
  private volatile long mark = Long.MAX_VALUE;
  private volatile Fault fault = chunk -> chunk;

  /** file@offset of every read. */
  final List<String> reads = Collections.synchronizedList(new ArrayList<>());

  FaultySource(CheckpointSource source) {
    this.source = source;
  }

  FaultySource after(long bytes, Fault fault) {
    this.fault = fault;
    this.mark = bytes;
    return this;
  }

  long bytes() {
    return bytes.get();
  }

  static Chunk flipped(Chunk chunk) {
    ByteBuffer copy = ByteBuffer.allocate(chunk.data().remaining()).put(chunk.data()).flip();
    copy.put(7, (byte) (copy.get(7) ^ 1));
    return new Chunk(chunk.offset(), copy, chunk.crc32c());
  }

  @Override
  public Manifest open(String address, String groupId) throws IOException {
    return source.open(address, groupId);
  }

  @Override
  public ChunkStream read(String address, String checkpointId, String file, long offset)
      throws IOException {
    reads.add(file + "@" + offset);
    ChunkStream stream = source.read(address, checkpointId, file, offset);
    return new ChunkStream() {
      @Override
      public Optional<Chunk> next() throws IOException {
        Optional<Chunk> chunk = stream.next();
        if (chunk.isPresent()) {
          if (bytes.addAndGet(chunk.get().data().remaining()) >= mark) {
            mark = Long.MAX_VALUE;
            return Optional.of(fault.at(chunk.get()));
          }
        }
        return chunk;
      }

      @Override
      public void close() {
        stream.close();
      }
    };
  }

  @Override
  public void close(String address, String checkpointId) {
    source.close(address, checkpointId);
  }
}
