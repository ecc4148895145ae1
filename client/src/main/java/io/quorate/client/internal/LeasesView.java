package io.quorate.client.internal;

import io.quorate.client.AsyncLeases;
import io.quorate.client.Lease;
import io.quorate.client.LeaseInfo;
import io.quorate.client.LeaseKeeper;
import io.quorate.client.Leases;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** {@link LeaseCalls} for users who wait. */
record LeasesView(Core core, LeaseCalls leases, View view) implements Leases {

  @Override
  public Leases withTimeout(Duration timeout) {
    return new LeasesView(core, leases, view.with(timeout));
  }

  @Override
  public AsyncLeases async() {
    return new AsyncLeasesView(core, leases, view);
  }

  private <T> T run(Function<Scope, CompletableFuture<T>> body) {
    return core.block(view.timeout(), 0, body);
  }

  @Override
  public Lease grant(Duration ttl) {
    return grant(0, ttl);
  }

  @Override
  public Lease grant(long id, Duration ttl) {
    return run(scope -> leases.grant(view, id, ttl, scope));
  }

  @Override
  public Lease keepAlive(long id) {
    return run(scope -> leases.keepAlive(view, id, scope));
  }

  @Override
  public long revoke(long id) {
    return run(scope -> leases.revoke(view, id, scope));
  }

  @Override
  public List<LeaseInfo> list() {
    return run(scope -> leases.list(view, scope));
  }

  @Override
  public Optional<LeaseInfo> get(long id) {
    return run(scope -> leases.get(view, id, scope));
  }

  @Override
  public LeaseKeeper autoKeepAlive(Lease lease) {
    var keeper = new Keeper(core, leases, view, lease);
    keeper.start();
    return keeper;
  }
}
