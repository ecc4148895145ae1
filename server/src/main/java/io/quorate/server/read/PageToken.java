package io.quorate.server.read;

import com.google.protobuf.ByteString;
import io.quorate.command.Bytes;
import io.quorate.server.error.RequestException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Where a scan goes on; opaque to clients. Form: {@code 1:u8 | pin:u64 | generation:u64 | range:u64
 * | node length:u8 | node | resume}.
 *
 * @param pin random id of the pinned state, 0 = nothing is pinned: the next page is of the state
 *     that there is then
 * @param generation of the node's state, when pinned
 * @param node peer id of the node that pins, else empty
 * @param range hash of the bounds
 * @param resume the first key of the next page
 */
record PageToken(long pin, long generation, String node, long range, Bytes resume) {
  private static final byte VERSION = 1;

  static PageToken unpinned(ScanRange range, Bytes resume) {
    return new PageToken(0, 0, "", range.hash(), resume);
  }

  boolean isPinned() {
    return pin != 0;
  }

  ByteString encode() {
    byte[] name = node.getBytes(StandardCharsets.UTF_8);
    ByteBuffer buffer = ByteBuffer.allocate(26 + name.length + resume.size());
    buffer.put(VERSION).putLong(pin).putLong(generation).putLong(range);
    buffer.put((byte) name.length).put(name).put(resume.array());
    return ByteString.copyFrom(buffer.flip());
  }

  /** Throws INVALID_ARGUMENT unless it is a token of this very range. */
  static PageToken decode(ByteString wire, ScanRange range) {
    PageToken token;
    try {
      ByteBuffer buffer = wire.asReadOnlyByteBuffer();
      if (buffer.get() != VERSION) {
        throw RequestException.invalid("the page token is none of this version's");
      }
      long pin = buffer.getLong();
      long generation = buffer.getLong();
      long hash = buffer.getLong();
      byte[] name = new byte[Byte.toUnsignedInt(buffer.get())];
      buffer.get(name);
      byte[] resume = new byte[buffer.remaining()];
      buffer.get(resume);
      token =
          new PageToken(
              pin, generation, new String(name, StandardCharsets.UTF_8), hash, Bytes.wrap(resume));
    } catch (BufferUnderflowException e) {
      throw RequestException.invalid("the page token is cut off");
    }
    if (token.range != range.hash() || !range.contains(token.resume)) {
      throw RequestException.invalid(
          "the page token is of another range: start and end must be what they were");
    }
    return token;
  }
}
