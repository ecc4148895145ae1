package io.quorate.client.internal;

import io.quorate.client.AsyncKv;
import io.quorate.client.Bytes;
import io.quorate.client.Consistency;
import io.quorate.client.DeleteOptions;
import io.quorate.client.DeleteRangeResult;
import io.quorate.client.DeleteResult;
import io.quorate.client.GetResult;
import io.quorate.client.MultiGetResult;
import io.quorate.client.PutOptions;
import io.quorate.client.PutResult;
import io.quorate.client.ReadPreference;
import io.quorate.client.ScanOptions;
import io.quorate.client.ScanPage;
import io.quorate.client.Token;
import io.quorate.client.Transaction;
import io.quorate.client.TransactionResult;
import io.quorate.client.WriteConcern;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** {@link KvCalls} for users who do not wait. */
record AsyncKvView(Core core, KvCalls kv, View view) implements AsyncKv {

  private AsyncKv with(View changed) {
    return new AsyncKvView(core, kv, changed);
  }

  @Override
  public AsyncKv withConsistency(Consistency consistency) {
    return with(view.with(consistency));
  }

  @Override
  public AsyncKv withToken(Token token) {
    return with(view.seeing(token));
  }

  @Override
  public AsyncKv withPreference(ReadPreference preference) {
    return with(view.with(preference));
  }

  @Override
  public AsyncKv withConcern(WriteConcern concern) {
    return with(view.with(concern));
  }

  @Override
  public AsyncKv withTimeout(Duration timeout) {
    return with(view.with(timeout));
  }

  private <T> CompletableFuture<T> run(long bytes, Function<Scope, CompletableFuture<T>> body) {
    return core.async(view.timeout(), bytes, body);
  }

  @Override
  public CompletableFuture<PutResult> put(Bytes key, Bytes value, PutOptions options) {
    return run(key.size() + value.size(), scope -> kv.put(view, key, value, options, scope));
  }

  @Override
  public CompletableFuture<GetResult> get(Bytes key) {
    return run(key.size(), scope -> kv.get(view, key, scope));
  }

  @Override
  public CompletableFuture<MultiGetResult> multiGet(List<Bytes> keys) {
    return run(Sizes.of(keys), scope -> kv.multiGet(view, keys, scope));
  }

  @Override
  public CompletableFuture<DeleteResult> delete(Bytes key, DeleteOptions options) {
    return run(key.size(), scope -> kv.delete(view, key, options, scope));
  }

  @Override
  public CompletableFuture<DeleteRangeResult> deleteRange(Bytes start, Bytes end) {
    return run(start.size() + end.size(), scope -> kv.deleteRange(view, start, end, scope));
  }

  @Override
  public CompletableFuture<ScanPage> scanPage(ScanOptions options) {
    return run(options.start().size(), scope -> kv.scanPage(view, options, null, scope));
  }

  @Override
  public CompletableFuture<ScanPage> scanPage(ScanOptions options, String page) {
    var token = PageToken.parse(page);
    return run(options.start().size(), scope -> kv.scanPage(view, options, token, scope));
  }

  @Override
  public CompletableFuture<TransactionResult> transaction(Transaction transaction) {
    return run(Sizes.of(transaction), scope -> kv.transaction(view, transaction, scope));
  }
}
