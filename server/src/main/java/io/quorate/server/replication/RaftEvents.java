package io.quorate.server.replication;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Carries work away from Ratis' threads, which hold its locks, to one of ours, and tells of changes
 * of leadership there. After {@link #stop} nobody is told any more.
 */
final class RaftEvents implements AutoCloseable {
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
      thread.execute(() -> listeners.forEach(Runnable::run));
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
