package io.quorate.server.replication;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A named daemon thread that does one thing every so often, or at once when woken. A failure is
 * logged and the next turn comes.
 */
public final class Periodic implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Periodic.class);

  /** May throw anything; it is logged. */
  public interface Task {
    void run() throws Exception;
  }

  private final Object signal = new Object();
  private final Task task;
  private final Duration interval;
  private final Thread thread;
  private boolean woken;
  private volatile boolean closed;

  public Periodic(String name, Duration interval, Task task) {
    this.task = task;
    this.interval = interval;
    this.thread = Thread.ofPlatform().daemon().name(name).start(this::loop);
  }

  public void wake() {
    synchronized (signal) {
      woken = true;
      signal.notifyAll();
    }
  }

  private void loop() {
    while (!closed) {
      try {
        synchronized (signal) {
          if (!woken) {
            signal.wait(interval.toMillis());
          }
          woken = false;
        }
        if (!closed) {
          task.run();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (Exception e) {
        LOG.warn("{}: {}", thread.getName(), e.toString(), e);
      }
    }
  }

  /** Waits until a turn that is running has ended. */
  @Override
  public void close() {
    closed = true;
    wake();
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
