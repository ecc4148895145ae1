package io.quorate.client.internal;

import io.quorate.client.ClientSettings;
import io.quorate.client.ErrorCode;
import io.quorate.client.Failure;
import io.quorate.client.Outcome;
import io.quorate.client.QuorateException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What all views share: the calls, and the two ways to wait for them. */
final class Core {
  /**
   * How much longer than its deadline a blocking call waits for the loop, which a stalled machine
   * may delay.
   */
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

  final ClientSettings settings;
  final Loop loop;
  final Channels channels;
  final Calls calls;
  final SessionToken token = new SessionToken();
  private final Admission admission;

  Core(ClientSettings settings, @Nullable Executor callbacks) {
    this.settings = settings;
    loop = new Loop(callbacks);
    channels = new Channels(loop);
    calls = new Calls(settings, loop, channels);
    admission = new Admission(settings);
  }

  /**
   * Starts it, fails at once when too much is in flight, and completes the result where users may
   * depend on it.
   */
  <T> CompletableFuture<T> async(
      Duration timeout, long bytes, Function<Scope, CompletableFuture<T>> body) {
    var scope = new Scope(timeout.toNanos());
    var shown = new Shown<T>(scope);
    try {
      admission.enter(bytes);
    } catch (QuorateException full) {
      shown.completeExceptionally(full);
      return shown;
    }
    var unused =
        body.apply(scope)
            .whenComplete((result, failure) -> admission.leave(bytes))
            .whenCompleteAsync(
                (result, failure) -> {
                  if (failure == null) {
                    shown.complete(result);
                  } else {
                    shown.completeExceptionally(unwrap(failure));
                  }
                },
                loop::callBack);
    return shown;
  }

  /** What the user holds: cancelling it gives the call up. */
  private final class Shown<T> extends CompletableFuture<T> {
    private final Scope scope;

    Shown(Scope scope) {
      this.scope = scope;
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      var cancelled = super.cancel(mayInterrupt);
      if (cancelled) {
        calls.cancel(scope);
      }
      return cancelled;
    }
  }

  /** Runs it and waits. */
  <T> T block(Duration timeout, long bytes, Function<Scope, CompletableFuture<T>> body) {
    var scope = new Scope(timeout.toNanos());
    try {
      admission.await(bytes, scope);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw ended(ErrorCode.CANCELLED, Outcome.NOT_APPLIED, "interrupted before it was sent");
    }
    var result = body.apply(scope).whenComplete((answer, failure) -> admission.leave(bytes));
    try {
      return get(result, scope);
    } catch (InterruptedException interrupted) {
      // The loop ends the call at once, and knows what became of it.
      calls.cancel(scope);
      try {
        return result.join();
      } catch (CompletionException failed) {
        throw rethrown(failed);
      } finally {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static <T> T get(CompletableFuture<T> result, Scope scope) throws InterruptedException {
    try {
      return result.get(scope.deadline() - System.nanoTime() + GRACE_NANOS, TimeUnit.NANOSECONDS);
    } catch (ExecutionException failed) {
      throw rethrown(failed);
    } catch (TimeoutException stalled) {
      throw ended(ErrorCode.TIMEOUT, Outcome.UNKNOWN, "the client's own thread is stalled");
    }
  }

  /** The failure, with the stack of the caller instead of the loop's. */
  static QuorateException rethrown(Throwable failed) {
    var cause = unwrap(failed);
    if (cause instanceof QuorateException known) {
      known.setStackTrace(Thread.currentThread().getStackTrace());
      return known;
    }
    return bug(cause);
  }

  static Throwable unwrap(Throwable failure) {
    var cause = failure.getCause();
    return (failure instanceof CompletionException || failure instanceof ExecutionException)
            && cause != null
        ? cause
        : failure;
  }

  static QuorateException bug(Throwable cause) {
    return Failures.exception(
        new Failure(
            ErrorCode.INTERNAL,
            Outcome.UNKNOWN,
            "a bug in the client, please report it: " + cause,
            false,
            Optional.empty(),
            "",
            List.of(),
            Optional.empty(),
            cause));
  }

  private static QuorateException ended(ErrorCode code, Outcome outcome, String why) {
    return Failures.exception(Failure.of(code, outcome, why));
  }
}
