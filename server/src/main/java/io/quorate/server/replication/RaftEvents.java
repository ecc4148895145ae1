package io.quorate.server.replication;

import io.quorate.server.error.RequestException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries work away from Ratis' threads, which hold its locks, to one of ours, and tells of changes
 * of leadership there. After {@link #stop} nobody is told any more.
 */
final class RaftEvents implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RaftEvents.class);

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("quorate-raft-events").factory());
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile boolean stopped;

  void onLeadershipChange(Runnable listener) {
    listeners.add(listener);
  }

  void run(Runnable task) {
    thread.execute(task);
  }

  void leadershipChanged() {
    if (!stopped) {
      thread.execute(() -> listeners.forEach(RaftEvents::tell));
    }
  }

  /** A listener that fails keeps none of the others from being told. */
  private static void tell(Runnable listener) {
    try {
      listener.run();
    } catch (RequestException stopping) {
      LOG.debug("a change of leadership was told in vain: {}", stopping.getMessage());
    } catch (RuntimeException e) {
      LOG.error("a listener to changes of leadership failed", e);
    }
  }

  void stop() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
