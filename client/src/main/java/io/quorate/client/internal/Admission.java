package io.quorate.client.internal;

import io.quorate.client.ClientSettings;
import io.quorate.client.ErrorCode;
import io.quorate.client.Failure;
import io.quorate.client.Outcome;
import io.quorate.client.QuorateException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Bounds the calls and the bytes in flight. For all threads. */
final class Admission {
  private static final int UNIT_BYTES = 1024;

  private final int mostCalls;
  private final int mostUnits;
  private final Semaphore calls;
  private final Semaphore units;

  Admission(ClientSettings settings) {
    mostCalls = settings.maxInFlight();
    mostUnits = (int) Math.min(Integer.MAX_VALUE, settings.maxInFlightBytes() / UNIT_BYTES);
    calls = new Semaphore(mostCalls);
    units = new Semaphore(mostUnits);
  }

  private int units(long bytes) {
    // What is larger than everything passes alone; the server will say that it is too large.
    return (int) Math.min(mostUnits, 1 + bytes / UNIT_BYTES);
  }

  /**
   * Lets a call of so many bytes in at once.
   *
   * @throws io.quorate.client.OverloadedException when too much is in flight
   */
  void enter(long bytes) {
    if (!calls.tryAcquire()) {
      throw full();
    }
    if (!units.tryAcquire(units(bytes))) {
      calls.release();
      throw full();
    }
  }

  /** Lets it in when there is room, by the scope's deadline; otherwise as {@link #enter}. */
  void await(long bytes, Scope scope) throws InterruptedException {
    if (!calls.tryAcquire(remaining(scope), TimeUnit.NANOSECONDS)) {
      throw full();
    }
    var admitted = false;
    try {
      admitted = units.tryAcquire(units(bytes), remaining(scope), TimeUnit.NANOSECONDS);
    } finally {
      if (!admitted) {
        calls.release();
      }
    }
    if (!admitted) {
      throw full();
    }
  }

  void leave(long bytes) {
    units.release(units(bytes));
    calls.release();
  }

  private static long remaining(Scope scope) {
    return scope.deadline() - System.nanoTime();
  }

  private QuorateException full() {
    return Failures.exception(
        new Failure(
            ErrorCode.OVERLOADED,
            Outcome.NOT_APPLIED,
            "%d calls or %d KiB are in flight, the most that this client allows; wait for some of them, or raise max-in-flight"
                .formatted(mostCalls, mostUnits),
            true,
            Optional.empty(),
            "",
            List.of(),
            Optional.empty(),
            null));
  }
}
