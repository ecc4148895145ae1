package io.quorate.command;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;

/** {@link KeyValue} and {@link Bytes} to and from their wire form. */
public final class KeyValueCodec {
  private KeyValueCodec() {}

  public static io.quorate.proto.v1.KeyValue encode(KeyValue record) {
    return io.quorate.proto.v1.KeyValue.newBuilder()
        .setKey(wire(record.key()))
        .setValue(wire(record.value()))
        .setVersion(record.version())
        .setCreateIndex(record.createIndex())
        .setModifyIndex(record.modifyIndex())
        .setLeaseId(record.leaseId())
        .build();
  }

  public static KeyValue decode(io.quorate.proto.v1.KeyValue wire) {
    return new KeyValue(
        bytes(wire.getKey()),
        bytes(wire.getValue()),
        wire.getVersion(),
        wire.getCreateIndex(),
        wire.getModifyIndex(),
        wire.getLeaseId());
  }

  /** Without a copy: both sides are immutable. */
  public static ByteString wire(Bytes bytes) {
    return UnsafeByteOperations.unsafeWrap(bytes.array());
  }

  public static Bytes bytes(ByteString bytes) {
    return Bytes.wrap(bytes.toByteArray());
  }
}
