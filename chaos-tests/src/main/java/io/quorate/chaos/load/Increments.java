package io.quorate.chaos.load;

import io.quorate.client.Compare;
import io.quorate.client.Kv;
import io.quorate.client.Op;
import io.quorate.client.OpResult;
import io.quorate.client.Outcome;
import io.quorate.client.PreconditionFailedException;
import io.quorate.client.PutOptions;
import io.quorate.client.QuorateClient;
import io.quorate.client.QuorateException;
import io.quorate.client.Resolution;
import io.quorate.client.Transaction;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A counter in one key that several threads increment, each by reading it and writing one more if
 * nobody was faster. A write whose fate is unknown is resolved: it counts exactly if it was
 * applied.
 */
public final class Increments {
  private final QuorateClient client;
  private final Kv kv;
  private final String key;
  private final Step step;
  private final AtomicInteger left;

  /** One attempt to write {@code next} over the version seen; false: somebody was faster. */
  @FunctionalInterface
  private interface Step {
    boolean attempt(Kv kv, String key, long version, long next);
  }

  private Increments(QuorateClient client, String key, int count, Step step) {
    this.client = client;
    this.kv = client.kv();
    this.key = key;
    this.step = step;
    this.left = new AtomicInteger(count);
  }

  public static Increments byCompareAndSet(QuorateClient client, String key, int count) {
    return new Increments(client, key, count, Increments::put);
  }

  public static Increments byTransaction(QuorateClient client, String key, int count) {
    return new Increments(client, key, count, Increments::transact);
  }

  /** Does them all, by {@code threads} threads. */
  public void run(int threads) throws Exception {
    try (var executor = Executors.newFixedThreadPool(threads)) {
      var running = new ArrayList<Future<?>>();
      for (var thread = 0; thread < threads; thread++) {
        running.add(
            executor.submit(
                () -> {
                  while (left.getAndDecrement() > 0) {
                    incrementOnce();
                  }
                }));
      }
      for (var each : running) {
        each.get();
      }
    }
  }

  private void incrementOnce() {
    while (true) {
      try {
        var seen = kv.get(key).kv();
        long version = seen.map(pair -> pair.version()).orElse(0L);
        long value = seen.map(pair -> Long.parseLong(pair.valueString())).orElse(0L);
        if (step.attempt(kv, key, version, value + 1)) {
          return;
        }
      } catch (QuorateException e) {
        if (e.outcome() == Outcome.UNKNOWN && wasApplied(e)) {
          return;
        }
      }
    }
  }

  private boolean wasApplied(QuorateException unknown) {
    var operation =
        unknown.operationId().orElseThrow(() -> new AssertionError("no operation id", unknown));
    while (true) {
      try {
        return tookEffect(client.resolve(operation));
      } catch (QuorateException e) {
        if (!e.retryable()) {
          throw e;
        }
      }
    }
  }

  // A transaction whose comparison failed was carried out too, but wrote nothing.
  private static boolean tookEffect(Resolution resolution) {
    return resolution.applied()
        && resolution
            .result()
            .map(result -> !(result instanceof OpResult.Transaction each) || each.succeeded())
            .orElse(true);
  }

  private static boolean put(Kv kv, String key, long version, long next) {
    try {
      kv.put(key, Long.toString(next), PutOptions.defaults().ifVersion(version));
      return true;
    } catch (PreconditionFailedException faster) {
      return false;
    }
  }

  private static boolean transact(Kv kv, String key, long version, long next) {
    var transaction =
        Transaction.when(Compare.version(key).equalTo(version))
            .then(Op.put(key, Long.toString(next)));
    return kv.transaction(transaction).succeeded();
  }

  /** What the counter says now. */
  public long value() {
    return kv.get(key).valueString().map(Long::parseLong).orElse(0L);
  }
}
