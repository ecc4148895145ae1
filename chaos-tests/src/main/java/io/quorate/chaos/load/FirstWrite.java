package io.quorate.chaos.load;

import io.quorate.client.AsyncKv;
import io.quorate.client.QuorateClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How long no write can be acknowledged: the time from a moment to the first acknowledgement of a
 * write that was started after it, with a new write every few milliseconds.
 */
public final class FirstWrite {
  private static final long EVERY_MS = 3;
  private static final String KEY = "chaos/first-write";

  private FirstWrite() {}

  /**
   * Begins to write at once and answers the time from {@code start} (of System.nanoTime).
   *
   * @throws AssertionError when none succeeds within {@code bound}
   */
  public static Duration after(long start, QuorateClient client, Duration bound) {
    AsyncKv kv = client.kv().withTimeout(bound).async();
    var acknowledged = new CompletableFuture<Long>();
    while (System.nanoTime() - start < bound.toNanos()) {
      var _ =
          kv.put(KEY, Long.toString(System.nanoTime()))
              .thenAccept(result -> acknowledged.complete(System.nanoTime()));
      try {
        var end = acknowledged.get(EVERY_MS, TimeUnit.MILLISECONDS);
        return Duration.ofNanos(end - start);
      } catch (TimeoutException notYet) {
        // The next write is due.
      } catch (ExecutionException e) {
        throw new AssertionError(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }
    throw new AssertionError("no write was acknowledged within " + bound.toMillis() + " ms");
  }
}
