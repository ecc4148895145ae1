package io.quorate.server.replication;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at everything that must be looked at every few milliseconds, on one thread: for an idle
 * node waking up costs more than looking. What is looked at must not block: it would hold the
 * others up.
 */
public final class Ticker implements AutoCloseable {
  public static final Duration TICK = Duration.ofMillis(10);

  private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);

  private final List<Look> looks = new CopyOnWriteArrayList<>();
  private final Periodic thread = new Periodic("quorate-ticker", TICK, this::tick);

  /** Something that is looked at until it is closed, which waits for a look that is under way. */
  public final class Look implements AutoCloseable {
    private final Periodic.Task task;

    @GuardedBy("this")
    private boolean closed;

    private Look(Periodic.Task task) {
      this.task = task;
    }

    private synchronized void look() {
      if (closed) {
        return;
      }
      try {
        task.run();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        LOG.warn("a regular look failed: {}", e.toString(), e);
      }
    }

    @Override
    public void close() {
      looks.remove(this);
      synchronized (this) {
        closed = true;
      }
    }
  }

  /** Every {@link #TICK} from now on; what it throws is logged. */
  @CanIgnoreReturnValue
  public Look each(Periodic.Task task) {
    Look look = new Look(task);
    looks.add(look);
    return look;
  }

  private void tick() {
    looks.forEach(Look::look);
  }

  @Override
  public void close() {
    thread.close();
  }
}
