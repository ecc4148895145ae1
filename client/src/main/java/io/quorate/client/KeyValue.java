package io.quorate.client;

/**
 * A key's record.
 *
 * @param version 1 when created, one more with every put
 * @param createIndex log index of the entry that created it
 * @param modifyIndex log index of the entry that last changed it
 * @param leaseId 0 when it has no lease
 */
public record KeyValue(
    Bytes key, Bytes value, long version, long createIndex, long modifyIndex, long leaseId) {

  public String keyString() {
    return key.utf8();
  }

  public String valueString() {
    return value.utf8();
  }
}
