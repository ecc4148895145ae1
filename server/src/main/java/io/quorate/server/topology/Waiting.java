package io.quorate.server.topology;

import io.quorate.proto.v1.Outcome;
import io.quorate.server.error.Deadline;
import io.quorate.server.error.RequestException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Waits of a virtual thread, each bounded by a deadline. */
public final class Waiting {
  private static final long POLL_MS = 20;

  private Waiting() {}

  /** The future's result. {@code late} is the outcome to report when the deadline passes first. */
  public static <T> T result(
      CompletableFuture<T> future, Deadline deadline, Outcome late, String what) {
    try {
      return future.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw RequestException.timeout(late, what + " did not finish in time");
    } catch (InterruptedException e) {
      throw interrupted(what);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RequestException failure
          ? failure
          : RequestException.unavailable(what + " failed: " + e.getCause());
    }
  }

  /** Whether the condition came true before the deadline. */
  public static boolean until(BooleanSupplier condition, Deadline deadline) {
    while (!condition.getAsBoolean()) {
      if (deadline.isPast()) {
        return false;
      }
      try {
        Thread.sleep(POLL_MS);
      } catch (InterruptedException e) {
        throw interrupted("waiting");
      }
    }
    return true;
  }

  private static RequestException interrupted(String what) {
    Thread.currentThread().interrupt();
    return RequestException.unavailable(what + " was interrupted: the node is stopping");
  }
}
