package io.quorate.ratis;

import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;

/** The only place that knows Ratis' relocated ByteString. */
final class RatisBytes {
  private RatisBytes() {}

  /** Without a copy: the array must not change afterwards. */
  static ByteString wrap(byte[] bytes) {
    return UnsafeByteOperations.unsafeWrap(bytes);
  }

  static byte[] copy(ByteString bytes) {
    return bytes.toByteArray();
  }
}
