package io.quorate.cli.bench.load;

import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;

/** A store that answers when it is told to. For one thread. */
final class FakeTarget implements Target {
  private final ArrayDeque<CompletableFuture<Object>> outstanding = new ArrayDeque<>();
  private int asked;
  private int atOnce;
  private int mostOutstanding;

  @Override
  public CompletableFuture<?> put(byte[] key, byte[] value) {
    return ask();
  }

  @Override
  public CompletableFuture<?> get(byte[] key) {
    return ask();
  }

  private CompletableFuture<?> ask() {
    asked++;
    if (atOnce > 0) {
      atOnce--;
      return CompletableFuture.completedFuture("done");
    }
    var answer = new CompletableFuture<>();
    outstanding.add(answer);
    mostOutstanding = Math.max(mostOutstanding, outstanding.size());
    return answer;
  }

  /** The next so many operations are done before their call returns. */
  void answerAtOnce(int operations) {
    atOnce = operations;
  }

  /** Completes the oldest operation. */
  void answer() {
    outstanding.remove().complete("done");
  }

  void fail() {
    outstanding.remove().completeExceptionally(new IllegalStateException("no"));
  }

  int asked() {
    return asked;
  }

  int outstanding() {
    return outstanding.size();
  }

  int mostOutstanding() {
    return mostOutstanding;
  }
}
