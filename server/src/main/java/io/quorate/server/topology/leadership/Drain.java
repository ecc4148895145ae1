package io.quorate.server.topology.leadership;

import io.quorate.server.error.Deadline;
import io.quorate.server.error.RequestException;
import io.quorate.server.replication.Replicator;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's wish not to lead, until it is undone or the process ends. It goes on voting and
 * serving reads, gives leadership away if it has or wins it, and is not chosen for it. A cluster
 * that has nobody else keeps it as leader: that beats having none.
 */
public final class Drain {
  private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Replicator replicator;
  private final Handover handover;
  private final AtomicBoolean yielding = new AtomicBoolean();
  private volatile boolean draining;

  /** {@code threads} may block. */
  public Drain(Replicator replicator, Handover handover, Executor threads) {
    this.replicator = replicator;
    this.handover = handover;
    replicator.onLeadershipChange(() -> threads.execute(this::yieldIfLeading));
  }

  public boolean isDraining() {
    return draining;
  }

  /**
   * Blocks until leadership is handed over. @throws RequestException when nobody could take it; the
   * wish stays.
   */
  public void begin(String by, Deadline deadline) {
    draining = true;
    if (replicator.leadership().ready()) {
      handover.stepDown("drain", by, deadline);
    }
  }

  public void end() {
    draining = false;
  }

  private void yieldIfLeading() {
    if (!draining || !replicator.leadership().ready() || !yielding.compareAndSet(false, true)) {
      return;
    }
    try {
      handover.stepDown("drain", "", Deadline.after(LIMIT));
    } catch (RequestException e) {
      LOG.warn("This node drains and leads nevertheless: {}", e.error().getMessage());
    } finally {
      yielding.set(false);
    }
  }
}
