package io.quorate.server.read;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs an asynchronous round for many callers: one in flight, and one queued that everybody who
 * comes meanwhile shares. A caller never joins a round that began before it came. Any thread.
 */
final class SharedRounds<T> {
  private final Supplier<CompletableFuture<T>> round;
  private @Nullable CompletableFuture<T> queued; // guarded by this
  private boolean running; // guarded by this

  /**
   * @param round begins a round; must complete it, in a bounded time
   */
  SharedRounds(Supplier<CompletableFuture<T>> round) {
    this.round = round;
  }

  /** The outcome of a round that begins after this call. Shared: do not complete it. */
  CompletableFuture<T> join() {
    CompletableFuture<T> mine;
    boolean first;
    synchronized (this) {
      if (queued == null) {
        queued = new CompletableFuture<>();
      }
      mine = queued;
      first = !running;
      running = true;
    }
    if (first) {
      run();
    }
    return mine;
  }

  /** A loop, not a recursion: rounds that need nobody else complete at once. */
  private void run() {
    for (CompletableFuture<T> next = take(); next != null; next = take()) {
      CompletableFuture<T> shared = next;
      CompletableFuture<T> outcome = begin();
      if (!outcome.isDone()) {
        var _ =
            outcome.whenComplete(
                (result, failure) -> {
                  finish(shared, result, failure);
                  run();
                });
        return;
      }
      var _ = outcome.whenComplete((result, failure) -> finish(shared, result, failure));
    }
  }

  private synchronized @Nullable CompletableFuture<T> take() {
    CompletableFuture<T> next = queued;
    queued = null;
    running = next != null;
    return next;
  }

  private CompletableFuture<T> begin() {
    try {
      return round.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static <T> void finish(
      CompletableFuture<T> shared, T result, @Nullable Throwable failure) {
    if (failure == null) {
      shared.complete(result);
    } else {
      shared.completeExceptionally(failure);
    }
  }
}
