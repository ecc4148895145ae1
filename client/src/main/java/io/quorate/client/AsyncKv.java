package io.quorate.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * {@link Kv} with futures. Every one completes by its deadline, exceptionally with a {@link
 * QuorateException}; cancelling one gives up the call, which may have been sent. They complete on a
 * thread of the client: do not block in what depends on them.
 */
public interface AsyncKv {
  AsyncKv withConsistency(Consistency consistency);

  /** See {@link Kv#withToken}. */
  AsyncKv withToken(Token token);

  AsyncKv withPreference(ReadPreference preference);

  AsyncKv withConcern(WriteConcern concern);

  AsyncKv withTimeout(Duration timeout);

  CompletableFuture<PutResult> put(Bytes key, Bytes value, PutOptions options);

  default CompletableFuture<PutResult> put(Bytes key, Bytes value) {
    return put(key, value, PutOptions.defaults());
  }

  default CompletableFuture<PutResult> put(String key, String value) {
    return put(Bytes.utf8(key), Bytes.utf8(value));
  }

  default CompletableFuture<PutResult> put(String key, String value, PutOptions options) {
    return put(Bytes.utf8(key), Bytes.utf8(value), options);
  }

  default CompletableFuture<PutResult> put(byte[] key, byte[] value) {
    return put(Bytes.of(key), Bytes.of(value));
  }

  CompletableFuture<GetResult> get(Bytes key);

  default CompletableFuture<GetResult> get(String key) {
    return get(Bytes.utf8(key));
  }

  default CompletableFuture<GetResult> get(byte[] key) {
    return get(Bytes.of(key));
  }

  CompletableFuture<MultiGetResult> multiGet(List<Bytes> keys);

  CompletableFuture<DeleteResult> delete(Bytes key, DeleteOptions options);

  default CompletableFuture<DeleteResult> delete(Bytes key) {
    return delete(key, DeleteOptions.defaults());
  }

  default CompletableFuture<DeleteResult> delete(String key) {
    return delete(Bytes.utf8(key));
  }

  default CompletableFuture<DeleteResult> delete(String key, DeleteOptions options) {
    return delete(Bytes.utf8(key), options);
  }

  /** See {@link Kv#deleteRange}. */
  CompletableFuture<DeleteRangeResult> deleteRange(Bytes start, Bytes end);

  default CompletableFuture<DeleteRangeResult> deletePrefix(String prefix) {
    var start = Bytes.utf8(prefix);
    return deleteRange(start, start.prefixEnd());
  }

  CompletableFuture<ScanPage> scanPage(ScanOptions options);

  CompletableFuture<ScanPage> scanPage(ScanOptions options, String page);

  CompletableFuture<TransactionResult> transaction(Transaction transaction);
}
