package io.quorate.server.transfer;

import java.nio.file.Path;

/** A checkpoint that is kept for the node that asked for it. */
final class KeptCheckpoint {
  final String nodeId;
  final Manifest manifest;
  final Path directory;
  private volatile long usedAt;

  KeptCheckpoint(String nodeId, Manifest manifest, Path directory, long now) {
    this.nodeId = nodeId;
    this.manifest = manifest;
    this.directory = directory;
    this.usedAt = now;
  }

  void usedAt(long now) {
    usedAt = now;
  }

  long unusedNanos(long now) {
    return now - usedAt;
  }
}
