package io.quorate.server.grpc;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs one step again and again for as long as it is signalled, never twice at the same time. The
 * step sees everything that happened before the signal; signals that arrive while it runs are
 * merged into one more run.
 */
final class Pump {
  private final AtomicInteger signals = new AtomicInteger();
  private final Executor executor;
  private final Runnable step;

  Pump(Executor executor, Runnable step) {
    this.executor = executor;
    this.step = step;
  }

  /** Runs the step on the executor, unless it is running; within a {@link Gathering} at its end. */
  void signal() {
    if (!Gathering.takes(this) && signals.getAndIncrement() == 0) {
      executor.execute(this::run);
    }
  }

  /** Runs the step on this thread, unless another thread is running it. */
  void signalHere() {
    if (signals.getAndIncrement() == 0) {
      run();
    }
  }

  /**
   * Runs the step once on this thread, unless another thread is running it. What is signalled
   * meanwhile is left to the executor, so that a busy stream does not keep a thread that has others
   * to serve.
   */
  void signalBriefly() {
    if (signals.getAndIncrement() == 0) {
      int seen = signals.get();
      step.run();
      if (!signals.compareAndSet(seen, 0)) {
        executor.execute(this::run);
      }
    }
  }

  private void run() {
    int seen;
    do {
      seen = signals.get();
      step.run();
    } while (!signals.compareAndSet(seen, 0));
  }
}
