package io.quorate.client.internal;

import io.quorate.client.AsyncKv;
import io.quorate.client.Bytes;
import io.quorate.client.Consistency;
import io.quorate.client.DeleteOptions;
import io.quorate.client.DeleteRangeResult;
import io.quorate.client.DeleteResult;
import io.quorate.client.GetResult;
import io.quorate.client.Kv;
import io.quorate.client.MultiGetResult;
import io.quorate.client.PutOptions;
import io.quorate.client.PutResult;
import io.quorate.client.ReadPreference;
import io.quorate.client.ScanCursor;
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

/** {@link KvCalls} for users who wait. */
record KvView(Core core, KvCalls kv, View view) implements Kv {

  private Kv with(View changed) {
    return new KvView(core, kv, changed);
  }

  @Override
  public Kv withConsistency(Consistency consistency) {
    return with(view.with(consistency));
  }

  @Override
  public Kv withToken(Token token) {
    return with(view.seeing(token));
  }

  @Override
  public Kv withPreference(ReadPreference preference) {
    return with(view.with(preference));
  }

  @Override
  public Kv withConcern(WriteConcern concern) {
    return with(view.with(concern));
  }

  @Override
  public Kv withTimeout(Duration timeout) {
    return with(view.with(timeout));
  }

  @Override
  public AsyncKv async() {
    return new AsyncKvView(core, kv, view);
  }

  private <T> T run(long bytes, Function<Scope, CompletableFuture<T>> body) {
    return core.block(view.timeout(), bytes, body);
  }

  @Override
  public PutResult put(Bytes key, Bytes value, PutOptions options) {
    return run(key.size() + value.size(), scope -> kv.put(view, key, value, options, scope));
  }

  @Override
  public GetResult get(Bytes key) {
    return run(key.size(), scope -> kv.get(view, key, scope));
  }

  @Override
  public MultiGetResult multiGet(List<Bytes> keys) {
    return run(Sizes.of(keys), scope -> kv.multiGet(view, keys, scope));
  }

  @Override
  public DeleteResult delete(Bytes key, DeleteOptions options) {
    return run(key.size(), scope -> kv.delete(view, key, options, scope));
  }

  @Override
  public DeleteRangeResult deleteRange(Bytes start, Bytes end) {
    return run(start.size() + end.size(), scope -> kv.deleteRange(view, start, end, scope));
  }

  @Override
  public ScanCursor scan(ScanOptions options) {
    return new Cursor(core, view, options);
  }

  @Override
  public ScanPage scanPage(ScanOptions options) {
    return run(options.start().size(), scope -> kv.scanPage(view, options, null, scope));
  }

  @Override
  public ScanPage scanPage(ScanOptions options, String page) {
    var token = PageToken.parse(page);
    return run(options.start().size(), scope -> kv.scanPage(view, options, token, scope));
  }

  @Override
  public TransactionResult transaction(Transaction transaction) {
    return run(Sizes.of(transaction), scope -> kv.transaction(view, transaction, scope));
  }
}
