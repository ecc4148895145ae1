package io.quorate.chaos;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Waiting for a condition, with a deadline that says what was seen instead. */
public final class Await {
  private static final long POLL_MS = 20;

  private Await() {}

  /** A question that may fail; a failure counts as "not yet" and is told if it stays. */
  @FunctionalInterface
  public interface Question<T> {
    T ask() throws Exception;
  }

  /**
   * Returns once {@code condition} holds.
   *
   * @param state is asked for what to say when it does not
   * @throws AssertionError at the deadline
   */
  public static void until(
      String what, Duration deadline, Question<Boolean> condition, Supplier<String> state) {
    value(
        what,
        deadline,
        () -> condition.ask() ? Optional.of(Boolean.TRUE) : Optional.empty(),
        state);
  }

  /** As {@link #until}, and answers what was awaited. */
  public static <T> T value(
      String what, Duration deadline, Question<Optional<T>> question, Supplier<String> state) {
    var start = System.nanoTime();
    Exception last = null;
    while (true) {
      try {
        var answer = question.ask();
        if (answer.isPresent()) {
          return answer.get();
        }
        last = null;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while waiting for: " + what, e);
      } catch (Exception e) {
        last = e;
      }
      if (System.nanoTime() - start > deadline.toNanos()) {
        throw new AssertionError(
            "not within " + deadline.toMillis() + " ms: " + what + "; found: " + state.get(), last);
      }
      pause();
    }
  }

  /**
   * Watches that {@code condition} holds all the time.
   *
   * @throws AssertionError as soon as it does not
   */
  public static void during(
      String what, Duration period, Question<Boolean> condition, Supplier<String> state) {
    var start = System.nanoTime();
    while (System.nanoTime() - start < period.toNanos()) {
      try {
        if (!condition.ask()) {
          throw new AssertionError(
              "not for " + period.toMillis() + " ms: " + what + "; found: " + state.get());
        }
      } catch (Exception e) {
        throw new AssertionError("cannot tell: " + what + "; found: " + state.get(), e);
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting", e);
    }
  }
}
