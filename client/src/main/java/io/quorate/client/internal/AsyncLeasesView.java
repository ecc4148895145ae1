package io.quorate.client.internal;

import io.quorate.client.AsyncLeases;
import io.quorate.client.Lease;
import io.quorate.client.LeaseInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** {@link LeaseCalls} for users who do not wait. */
record AsyncLeasesView(Core core, LeaseCalls leases, View view) implements AsyncLeases {

  @Override
  public AsyncLeases withTimeout(Duration timeout) {
    return new AsyncLeasesView(core, leases, view.with(timeout));
  }

  private <T> CompletableFuture<T> run(Function<Scope, CompletableFuture<T>> body) {
    return core.async(view.timeout(), 0, body);
  }

  @Override
  public CompletableFuture<Lease> grant(Duration ttl) {
    return grant(0, ttl);
  }

  @Override
  public CompletableFuture<Lease> grant(long id, Duration ttl) {
    return run(scope -> leases.grant(view, id, ttl, scope));
  }

  @Override
  public CompletableFuture<Lease> keepAlive(long id) {
    return run(scope -> leases.keepAlive(view, id, scope));
  }

  @Override
  public CompletableFuture<Long> revoke(long id) {
    return run(scope -> leases.revoke(view, id, scope));
  }

  @Override
  public CompletableFuture<List<LeaseInfo>> list() {
    return run(scope -> leases.list(view, scope));
  }

  @Override
  public CompletableFuture<Optional<LeaseInfo>> get(long id) {
    return run(scope -> leases.get(view, id, scope));
  }
}
