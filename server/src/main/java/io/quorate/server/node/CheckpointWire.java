package io.quorate.server.node;

import com.google.protobuf.UnsafeByteOperations;
import io.quorate.command.TermIndex;
import io.quorate.proto.v1.CheckpointChunk;
import io.quorate.proto.v1.CheckpointFile;
import io.quorate.proto.v1.CheckpointManifest;
import io.quorate.server.transfer.Chunk;
import io.quorate.server.transfer.Manifest;
import io.quorate.server.transfer.ManifestFile;

/** Checkpoints between their form on the wire and the {@code transfer} package's. */
final class CheckpointWire {
  private CheckpointWire() {}

  static CheckpointManifest toWire(Manifest manifest) {
    CheckpointManifest.Builder wire =
        CheckpointManifest.newBuilder()
            .setCheckpointId(manifest.id())
            .setFormat(manifest.format())
            .setTerm(manifest.position().term())
            .setIndex(manifest.position().index());
    for (ManifestFile file : manifest.files()) {
      wire.addFiles(
          CheckpointFile.newBuilder()
              .setName(file.name())
              .setSizeBytes(file.sizeBytes())
              .setCrc32C(file.crc32c()));
    }
    return wire.build();
  }

  /** Throws IllegalArgumentException when a name, an id or a size is not acceptable. */
  static Manifest fromWire(CheckpointManifest wire) {
    return new Manifest(
        wire.getCheckpointId(),
        wire.getFormat(),
        new TermIndex(wire.getTerm(), wire.getIndex()),
        wire.getFilesList().stream()
            .map(file -> new ManifestFile(file.getName(), file.getSizeBytes(), file.getCrc32C()))
            .toList());
  }

  /** Without a copy: the chunk's buffer belongs to the message from now on. */
  static CheckpointChunk toWire(Chunk chunk) {
    return CheckpointChunk.newBuilder()
        .setOffset(chunk.offset())
        .setData(UnsafeByteOperations.unsafeWrap(chunk.data()))
        .setCrc32C(chunk.crc32c())
        .build();
  }

  static Chunk fromWire(CheckpointChunk wire) {
    return new Chunk(wire.getOffset(), wire.getData().asReadOnlyByteBuffer(), wire.getCrc32C());
  }
}
