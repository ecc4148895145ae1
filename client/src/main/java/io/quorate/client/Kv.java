package io.quorate.client;

import java.time.Duration;
import java.util.List;

/**
 * Keys and values. An immutable view, for all threads; every method blocks until done and throws
 * {@link QuorateException}. Text is UTF-8.
 */
public interface Kv {
  /** The same view with another consistency of its reads. */
  Kv withConsistency(Consistency consistency);

  /**
   * The same view whose reads see at least {@code token}: together with SESSION the higher of both,
   * else as {@link Consistency#atLeast}.
   */
  Kv withToken(Token token);

  Kv withPreference(ReadPreference preference);

  Kv withConcern(WriteConcern concern);

  /** Bounds each call, its retries included. */
  Kv withTimeout(Duration timeout);

  AsyncKv async();

  PutResult put(Bytes key, Bytes value, PutOptions options);

  default PutResult put(Bytes key, Bytes value) {
    return put(key, value, PutOptions.defaults());
  }

  default PutResult put(String key, String value) {
    return put(Bytes.utf8(key), Bytes.utf8(value));
  }

  default PutResult put(String key, String value, PutOptions options) {
    return put(Bytes.utf8(key), Bytes.utf8(value), options);
  }

  default PutResult put(String key, byte[] value) {
    return put(Bytes.utf8(key), Bytes.of(value));
  }

  default PutResult put(String key, byte[] value, PutOptions options) {
    return put(Bytes.utf8(key), Bytes.of(value), options);
  }

  default PutResult put(byte[] key, byte[] value) {
    return put(Bytes.of(key), Bytes.of(value));
  }

  default PutResult put(byte[] key, byte[] value, PutOptions options) {
    return put(Bytes.of(key), Bytes.of(value), options);
  }

  GetResult get(Bytes key);

  default GetResult get(String key) {
    return get(Bytes.utf8(key));
  }

  default GetResult get(byte[] key) {
    return get(Bytes.of(key));
  }

  /** Several keys of one state. */
  MultiGetResult multiGet(List<Bytes> keys);

  default MultiGetResult multiGet(String... keys) {
    return multiGet(List.of(keys).stream().map(Bytes::utf8).toList());
  }

  DeleteResult delete(Bytes key, DeleteOptions options);

  default DeleteResult delete(Bytes key) {
    return delete(key, DeleteOptions.defaults());
  }

  default DeleteResult delete(String key) {
    return delete(Bytes.utf8(key));
  }

  default DeleteResult delete(String key, DeleteOptions options) {
    return delete(Bytes.utf8(key), options);
  }

  default DeleteResult delete(byte[] key) {
    return delete(Bytes.of(key));
  }

  /**
   * Deletes the keys of [start, end), in order, at most 1,000 atomically at a time; an empty end
   * means to the last key. When a chunk fails after others were deleted the outcome is UNKNOWN, and
   * the call may be repeated.
   */
  DeleteRangeResult deleteRange(Bytes start, Bytes end);

  default DeleteRangeResult deleteRange(String start, String end) {
    return deleteRange(Bytes.utf8(start), Bytes.utf8(end));
  }

  default DeleteRangeResult deletePrefix(Bytes prefix) {
    return deleteRange(prefix, prefix.prefixEnd());
  }

  default DeleteRangeResult deletePrefix(String prefix) {
    return deletePrefix(Bytes.utf8(prefix));
  }

  /**
   * Scans one pinned state, fetched as it is consumed. The time-out bounds the wait for each page.
   */
  ScanCursor scan(ScanOptions options);

  /** The first page of a scan; {@link ScanPage#next} leads to the others. */
  ScanPage scanPage(ScanOptions options);

  /** Another page of the same scan: {@code options} must have the range that it began with. */
  ScanPage scanPage(ScanOptions options, String page);

  TransactionResult transaction(Transaction transaction);
}
