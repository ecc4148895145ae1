package io.quorate.server.replication;

import io.quorate.proto.v1.Outcome;
import io.quorate.server.error.RequestException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Entries that were handed to Ratis and are not decided: it never completes the futures of a log
 * that failed (V10). Any thread.
 */
final class PendingEntries {
  private final Map<Long, CompletableFuture<Committed>> open = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicLong unknown = new AtomicLong();

  CompletableFuture<Committed> add() {
    CompletableFuture<Committed> entry = new CompletableFuture<>();
    long number = numbers.incrementAndGet();
    open.put(number, entry);
    var _ =
        entry.whenComplete(
            (done, failure) -> {
              open.remove(number);
              if (failure instanceof RequestException e
                  && e.error().getOutcome() == Outcome.UNKNOWN) {
                unknown.incrementAndGet();
              }
            });
    return entry;
  }

  /** How many were answered as of unknown outcome since {@link #forgetUnknown}. */
  long unknown() {
    return unknown.get();
  }

  void forgetUnknown() {
    unknown.set(0);
  }

  /** Their fate is not known here. */
  void fail(String why) {
    for (CompletableFuture<Committed> entry : open.values()) {
      entry.completeExceptionally(RequestException.leadershipLost("submitted, and " + why));
    }
  }
}
