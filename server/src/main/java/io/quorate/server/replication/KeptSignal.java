package io.quorate.server.replication;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.util.AwaitForSignal;

/**
 * A signal that is kept until somebody waits for it. Ratis' own is lost when it comes between an
 * appender's look at what there is to do and its waiting; the entry then waits for the next
 * heartbeat, or for one of the many signals that say nothing.
 */
final class KeptSignal extends AwaitForSignal {
  private final Semaphore signalled = new Semaphore(0);

  KeptSignal(Object name) {
    super(name);
  }

  @Override
  public void await() throws InterruptedException {
    signalled.acquire();
    signalled.drainPermits();
  }

  /** Whether it was signalled since the last wait, or within the time. */
  @Override
  public boolean await(long time, TimeUnit unit) throws InterruptedException {
    boolean came = signalled.tryAcquire(time, unit);
    signalled.drainPermits();
    return came;
  }

  @Override
  public void signal() {
    if (signalled.availablePermits() == 0) {
      signalled.release();
    }
  }
}
