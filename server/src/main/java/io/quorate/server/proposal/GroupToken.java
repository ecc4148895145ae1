package io.quorate.server.proposal;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.UUID;

/** The group's id as it stands in tokens: 16 bytes. */
public final class GroupToken {
  private GroupToken() {}

  public static ByteString bytes(String groupId) {
    UUID id = UUID.fromString(groupId);
    ByteBuffer buffer =
        ByteBuffer.allocate(16)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits());
    return ByteString.copyFrom(buffer.flip());
  }
}
