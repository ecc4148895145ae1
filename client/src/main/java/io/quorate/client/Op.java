package io.quorate.client;

/** One operation of a {@link Transaction}. */
public sealed interface Op {
  record Put(Bytes key, Bytes value, long leaseId, boolean returnPrevious) implements Op {}

  record Delete(Bytes key, boolean returnPrevious) implements Op {}

  /** Deletes at most {@code limit} keys (0 = 1,000, the most) of [start, end). */
  record DeleteRange(Bytes start, Bytes end, int limit) implements Op {}

  record Get(Bytes key) implements Op {}

  static Op put(Bytes key, Bytes value) {
    return new Put(key, value, 0, false);
  }

  static Op put(String key, String value) {
    return put(Bytes.utf8(key), Bytes.utf8(value));
  }

  static Op put(String key, String value, long leaseId) {
    return new Put(Bytes.utf8(key), Bytes.utf8(value), leaseId, false);
  }

  static Op delete(Bytes key) {
    return new Delete(key, false);
  }

  static Op delete(String key) {
    return delete(Bytes.utf8(key));
  }

  static Op deleteRange(Bytes start, Bytes end) {
    return new DeleteRange(start, end, 0);
  }

  static Op deletePrefix(String prefix) {
    var start = Bytes.utf8(prefix);
    return new DeleteRange(start, start.prefixEnd(), 0);
  }

  static Op get(Bytes key) {
    return new Get(key);
  }

  static Op get(String key) {
    return get(Bytes.utf8(key));
  }
}
