package io.quorate.server.transfer;

import java.time.Duration;

/**
 * Settings of both ends of a checkpoint transfer.
 *
 * @param chunkBytes size of a chunk, 1 KiB to 4 MiB
 * @param bytesPerSecond what this node sends at most, over all transfers together; 0 = no limit
 * @param checkpoints kept at once for other nodes; one more is answered OVERLOADED
 * @param unusedTimeout after which a checkpoint that nobody reads is deleted
 * @param attempts in a row without a new byte after which a fetch fails
 * @param minBackoff wait after the first failed attempt; doubles, with jitter
 * @param maxBackoff the longest wait
 * @param spareBytes of disk space that must remain when the checkpoint has arrived
 * @param memoryBytes that the chunks being sent take together: it bounds the streams at once
 */
public record TransferConfig(
    int chunkBytes,
    long bytesPerSecond,
    int checkpoints,
    Duration unusedTimeout,
    int attempts,
    Duration minBackoff,
    Duration maxBackoff,
    long spareBytes,
    long memoryBytes) {

  /** Largest chunk that is sent or accepted. */
  public static final int MAX_CHUNK_BYTES = 4 << 20;

  public static final TransferConfig DEFAULT =
      new TransferConfig(
          1 << 20,
          0,
          2,
          Duration.ofMinutes(10),
          8,
          Duration.ofMillis(100),
          Duration.ofSeconds(5),
          64 << 20,
          16 << 20);

  public TransferConfig {
    if (chunkBytes < 1 << 10 || chunkBytes > MAX_CHUNK_BYTES) {
      throw new IllegalArgumentException("chunkBytes must be 1 KiB to 4 MiB, is " + chunkBytes);
    }
    if (bytesPerSecond < 0 || spareBytes < 0 || checkpoints < 1 || attempts < 1) {
      throw new IllegalArgumentException(
          "bytesPerSecond and spareBytes must be at least 0, checkpoints and attempts at least 1");
    }
  }

  /** Streams that may be sent at once: each holds one chunk, and the transport a copy. */
  int streams() {
    return Math.clamp(memoryBytes / (2L * chunkBytes), 1, 64);
  }

  /**
   * Smaller than chunkBytes under a low limit: a chunk must get through in well below a reader's
   * time-out.
   */
  int sentChunkBytes() {
    if (bytesPerSecond == 0) {
      return chunkBytes;
    }
    return Math.clamp(bytesPerSecond / (2L * streams()), 1 << 10, chunkBytes);
  }
}
