package io.quorate.cli.data;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A running CRC32C over pairs; lengths count too, so that no byte can move from a key to its value
 * unseen.
 */
final class PairChecksum {
  private final CRC32C crc = new CRC32C();

  void add(Pairs.Pair pair) {
    crc.update(ByteBuffer.allocate(8).putInt(pair.key().size()).putInt(pair.value().size()).flip());
    crc.update(pair.key().asByteBuffer());
    crc.update(pair.value().asByteBuffer());
  }

  long value() {
    return crc.getValue();
  }
}
