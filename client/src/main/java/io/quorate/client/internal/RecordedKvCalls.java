package io.quorate.client.internal;

import io.quorate.client.Bytes;
import io.quorate.client.DeleteOptions;
import io.quorate.client.DeleteRangeResult;
import io.quorate.client.DeleteResult;
import io.quorate.client.GetResult;
import io.quorate.client.MultiGetResult;
import io.quorate.client.PutOptions;
import io.quorate.client.PutResult;
import io.quorate.client.Transaction;
import io.quorate.client.TransactionResult;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** {@link KvCalls} that are recorded: each from before it is sent until its outcome is known. */
final class RecordedKvCalls extends KvCalls {
  private final HistoryLog log;

  RecordedKvCalls(Core core, HistoryLog log) {
    super(core);
    this.log = log;
  }

  @Override
  CompletableFuture<PutResult> put(
      View view, Bytes key, Bytes value, PutOptions options, Scope scope) {
    var record = log.put(key, value, options, scope);
    return super.put(view, key, value, options, scope).whenComplete(record::done);
  }

  @Override
  CompletableFuture<DeleteResult> delete(View view, Bytes key, DeleteOptions options, Scope scope) {
    var record = log.delete(key, options, scope);
    return super.delete(view, key, options, scope).whenComplete(record::done);
  }

  @Override
  CompletableFuture<DeleteRangeResult> deleteRange(View view, Bytes start, Bytes end, Scope scope) {
    var record = log.deleteRange(start, end);
    return super.deleteRange(view, start, end, scope).whenComplete(record::done);
  }

  @Override
  CompletableFuture<TransactionResult> transaction(
      View view, Transaction transaction, Scope scope) {
    var record = log.transaction(transaction);
    return super.transaction(view, transaction, scope).whenComplete(record::done);
  }

  @Override
  CompletableFuture<GetResult> get(View view, Bytes key, Scope scope) {
    var record = log.get(key, view.consistency(), scope);
    return super.get(view, key, scope).whenComplete(record::done);
  }

  @Override
  CompletableFuture<MultiGetResult> multiGet(View view, List<Bytes> keys, Scope scope) {
    var record = log.multiGet(keys, view.consistency());
    return super.multiGet(view, keys, scope).whenComplete(record::done);
  }
}
