package io.quorate.cli.bench.load;

import java.util.ArrayDeque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;

/** Puts every key once, many at a time, so that gets find something. */
public final class Loader {
  private static final int MOST = 512;
  private static final int MOST_BYTES = 32 << 20;

  /** What was put, and how long it took. */
  public record Loaded(long keys, double seconds) {
    public double keysPerSecond() {
      return seconds > 0 ? keys / seconds : 0;
    }
  }

  private Loader() {}

  /** How many puts are outstanding at a time. */
  public static int window(int valueSize) {
    return Math.clamp(MOST_BYTES / Math.max(1, valueSize), 1, MOST);
  }

  /**
   * Loads the keys of the plan, unless it is stopped.
   *
   * @throws CompletionException with the cause of the first put that failed
   */
  public static Loaded load(Plan plan, List<? extends Target> targets, BooleanSupplier stopped) {
    var began = System.nanoTime();
    var random = new SplittableRandom(plan.seed());
    var values = new Values(plan.valueSize(), random);
    var window = window(plan.valueSize());
    var inFlight = new ArrayDeque<CompletableFuture<?>>();
    var sent = 0;
    for (; sent < plan.keys().count() && !stopped.getAsBoolean(); sent++) {
      if (inFlight.size() == window) inFlight.remove().join();
      var target = targets.get(sent % targets.size());
      inFlight.add(target.put(plan.keys().key(sent), values.next(random)));
    }
    while (!inFlight.isEmpty()) inFlight.remove().join();
    return new Loaded(sent, (System.nanoTime() - began) / 1e9);
  }
}
