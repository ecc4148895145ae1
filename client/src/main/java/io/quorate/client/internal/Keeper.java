package io.quorate.client.internal;

import io.quorate.client.Lease;
import io.quorate.client.LeaseKeeper;
import io.quorate.client.NotFoundException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Renews one lease from the loop. */
final class Keeper implements LeaseKeeper {
  private static final Duration AFTER_FAILURE = Duration.ofMillis(200);

  private final Core core;
  private final LeaseCalls leases;
  private final View view;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile Lease lease;
  private volatile @Nullable Future<?> timer;

  Keeper(Core core, LeaseCalls leases, View view, Lease lease) {
    this.core = core;
    this.leases = leases;
    this.lease = lease;
    // One renewal must not take so long that there is no time for another.
    var third = lease.ttl().dividedBy(3);
    this.view = view.timeout().compareTo(third) > 0 ? view.with(third) : view;
  }

  void start() {
    core.loop.run(this::renew);
  }

  private void renew() {
    if (ended.isDone()) {
      return;
    }
    var unused =
        leases
            .keepAlive(view, lease.id(), new Scope(view.timeout().toNanos()))
            .whenComplete(this::renewed);
  }

  private void renewed(@Nullable Lease now, @Nullable Throwable failure) {
    var cause = failure == null ? null : Core.unwrap(failure);
    if (cause instanceof NotFoundException || core.calls.isClosed()) {
      end(cause);
    } else if (now != null) {
      lease = now;
      again(now.ttl().dividedBy(3));
    } else {
      again(AFTER_FAILURE);
    }
  }

  private void again(Duration delay) {
    if (!ended.isDone()) {
      timer = core.loop.schedule(this::renew, TimeUnit.MILLISECONDS.toNanos(delay.toMillis()));
    }
  }

  private void end(@Nullable Throwable cause) {
    core.loop.callBack(
        () -> {
          if (cause == null) {
            ended.complete(null);
          } else {
            ended.completeExceptionally(cause);
          }
        });
  }

  @Override
  public Lease lease() {
    return lease;
  }

  @Override
  public CompletableFuture<Void> ended() {
    return ended.copy();
  }

  @Override
  public void close() {
    ended.complete(null);
    var waiting = timer;
    if (waiting != null) {
      waiting.cancel(false);
    }
  }
}
