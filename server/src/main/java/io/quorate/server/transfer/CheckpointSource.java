package io.quorate.server.transfer;

import java.io.IOException;

/**
 * The port to the nodes that can send a checkpoint. Every method blocks. A broken connection is an
 * IOException and worth a retry; what the other node answered is a {@link
 * io.quorate.server.error.RequestException}: NOT_FOUND (the checkpoint is gone: open a new one),
 * OVERLOADED, UNAVAILABLE, REFUSED.
 */
public interface CheckpointSource {
  /**
   * Makes or finds a checkpoint for this node. While the sender keeps the one it gave us before,
   * and its log still carries on from there, it answers with the same one, which resumes the
   * transfer.
   */
  Manifest open(String address, String groupId) throws IOException;

  /** The file from this offset on. */
  ChunkStream read(String address, String checkpointId, String file, long offset)
      throws IOException;

  /**
   * Lets the sender delete the checkpoint. Failures are not reported: it would time out there
   * anyway.
   */
  void close(String address, String checkpointId);
}
