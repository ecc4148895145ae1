package io.quorate.session;

import io.quorate.command.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What is stored of a session beside its results.
 *
 * @param expiresMs cluster time from which it is dead; its place among the expiries
 * @param acknowledged the mark when this was written; a result that was recorded later may carry a
 *     higher one
 * @param ended closed or expired, and its results are being dropped
 */
record Header(long expiresMs, long openedMs, long acknowledged, boolean ended, String client) {
  static Header decode(Bytes stored) {
    ByteBuffer buffer = ByteBuffer.wrap(stored.array());
    return new Header(
        buffer.getLong(),
        buffer.getLong(),
        buffer.getLong(),
        buffer.get() != 0,
        new String(Arrays.copyOfRange(stored.array(), 25, stored.size()), StandardCharsets.UTF_8));
  }

  Bytes encode() {
    byte[] name = client.getBytes(StandardCharsets.UTF_8);
    return Bytes.wrap(
        ByteBuffer.allocate(25 + name.length)
            .putLong(expiresMs)
            .putLong(openedMs)
            .putLong(acknowledged)
            .put((byte) (ended ? 1 : 0))
            .put(name)
            .array());
  }

  Header withExpiry(long newExpiresMs) {
    return new Header(newExpiresMs, openedMs, acknowledged, ended, client);
  }

  Header withAcknowledged(long newAcknowledged) {
    return new Header(expiresMs, openedMs, newAcknowledged, ended, client);
  }

  Header endedAt(long timeMs) {
    return new Header(timeMs, openedMs, acknowledged, true, client);
  }
}
