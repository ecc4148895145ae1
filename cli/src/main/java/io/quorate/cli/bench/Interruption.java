package io.quorate.cli.bench;

import io.quorate.cli.ExitCode;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/*
 * Ctrl-C and SIGTERM make the JVM run its shutdown hooks, and System.exit waits for them for ever. So the hook asks for the end, waits
 * until what there is has been printed, and ends the process itself: only so does it have an exit code of ours.
 */
/** Lets a run end early, with its results, when somebody ends the process. */
final class Interruption implements AutoCloseable {
  /** How long somebody who wants to be gone waits for the keys to be deleted. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** And, whatever hangs, for the end. */
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::interrupted, "bench-interruption");
  private volatile long askedAt;

  Interruption() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void interrupted() {
    askedAt = System.nanoTime();
    asked.countDown();
    try {
      var _ = done.await(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(ExitCode.FAILED);
  }

  /** Opens when somebody wants the end. */
  CountDownLatch asked() {
    return asked;
  }

  boolean isAsked() {
    return asked.getCount() == 0;
  }

  /** Somebody has waited long enough. */
  boolean isOverdue() {
    return isAsked() && System.nanoTime() - askedAt > PATIENCE.toNanos();
  }

  /** All that is to be told has been. */
  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It is running and ends the process now.
    }
  }
}
