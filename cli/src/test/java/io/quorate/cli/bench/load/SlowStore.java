package io.quorate.cli.bench.load;

import java.util.concurrent.CompletableFuture;

/**
 * A store that takes 100 ms for an operation; once it is dead, operations fail after their deadline
 * of 5 s. For one thread.
 */
final class SlowStore implements Target {
  static final long TIMEOUT_MS = 5_000;

  private static final long TAKES_MS = 100;

  private final FakeClock clock;
  private boolean dead;
  private boolean silent;
  private int refused;

  SlowStore(FakeClock clock) {
    this.clock = clock;
  }

  /** From so much later on it is dead. */
  void diesAfter(long ms) {
    clock.later(ms, () -> dead = true);
  }

  /** From so much later on futures do not complete any more. */
  void fallsSilentAfter(long ms) {
    clock.later(ms, () -> silent = true);
  }

  /** The next so many operations fail. */
  void refuse(int operations) {
    refused = operations;
  }

  @Override
  public CompletableFuture<?> put(byte[] key, byte[] value) {
    return ask();
  }

  @Override
  public CompletableFuture<?> get(byte[] key) {
    return ask();
  }

  private CompletableFuture<?> ask() {
    var answer = new CompletableFuture<>();
    if (silent) return answer;
    if (dead) {
      clock.later(TIMEOUT_MS, () -> fail(answer));
    } else if (refused > 0) {
      refused--;
      clock.later(TAKES_MS, () -> fail(answer));
    } else {
      clock.later(TAKES_MS, () -> answer.complete("done"));
    }
    return answer;
  }

  private static void fail(CompletableFuture<?> answer) {
    answer.completeExceptionally(new IllegalStateException("no"));
  }

  @Override
  public Failure failure(Throwable cause) {
    return new Failure("TIMEOUT", true);
  }
}
