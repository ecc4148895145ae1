package io.quorate.cli.bench.load;

import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/** The random choices of one sender. Not for several threads at a time. */
final class Choices {
  private final Plan plan;
  private final Values values;
  private final SplittableRandom random;

  Choices(Plan plan, Values values, SplittableRandom random) {
    this.plan = plan;
    this.values = values;
    this.random = random;
  }

  /** Of the next operation. */
  Kind kind() {
    return random.nextDouble() < plan.readShare() ? Kind.GET : Kind.PUT;
  }

  /** Sends an operation on some key; whatever goes wrong is in the future. */
  CompletableFuture<?> send(Kind kind, Target target) {
    var key = plan.keys().key(random.nextInt(plan.keys().count()));
    try {
      return switch (kind) {
        case PUT -> target.put(key, values.next(random));
        case GET -> target.get(key);
      };
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e); // or the sender would be lost without a word
    }
  }
}
