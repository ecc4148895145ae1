package io.quorate.server.transfer;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A piece of a file.
 *
 * @param offset of its first byte in the file
 * @param data the bytes from position to limit; whoever gets the chunk may consume them, once
 * @param crc32c checksum of the data as its sender read it
 */
public record Chunk(long offset, ByteBuffer data, int crc32c) {
  public static Chunk of(long offset, ByteBuffer data) {
    return new Chunk(offset, data, crc32c(data));
  }

  /** Whether the data is what the sender read. */
  public boolean isIntact() {
    return crc32c(data) == crc32c;
  }

  private static int crc32c(ByteBuffer data) {
    CRC32C crc = new CRC32C();
    crc.update(data.duplicate());
    return (int) crc.getValue();
  }
}
