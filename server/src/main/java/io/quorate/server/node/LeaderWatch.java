package io.quorate.server.node;

import io.quorate.server.replication.Replicator;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Wakes those who wait for another leader. */
public final class LeaderWatch {
  private final ConcurrentHashMap<Long, CompletableFuture<Void>> waiters =
      new ConcurrentHashMap<>();
  private final AtomicLong lastId = new AtomicLong();

  public LeaderWatch(Replicator replicator) {
    replicator.onLeadershipChange(this::changed);
  }

  /**
   * Completes at the next leadership change or after {@code most}, whichever is first. A change
   * just before this call is missed: look again often.
   */
  public CompletableFuture<Void> next(Duration most) {
    CompletableFuture<Void> waiter = new CompletableFuture<>();
    long id = lastId.incrementAndGet();
    waiters.put(id, waiter);
    var _ = waiter.whenComplete((_, _) -> waiters.remove(id));
    return waiter.completeOnTimeout(null, most.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Not on the caller's thread, which must not be blocked by what the waiters do next. */
  private void changed() {
    waiters.values().forEach(waiter -> waiter.completeAsync(() -> null));
  }
}
