package io.quorate.server.transfer;

import java.io.IOException;

/**
 * A file arrived whole, every chunk as it was sent, and is not what the manifest says: its source
 * is damaged.
 */
final class CorruptFileException extends IOException {
  private static final long serialVersionUID = 1;

  CorruptFileException(ManifestFile file, int found) {
    super(
        "%s has CRC32C %08x, the manifest says %08x".formatted(file.name(), found, file.crc32c()));
  }
}
