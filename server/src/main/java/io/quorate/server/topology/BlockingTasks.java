package io.quorate.server.topology;

import io.quorate.server.error.RequestException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs each task on a virtual thread of its own, where it may block. Once closed, running tasks are
 * interrupted and further ones refused with UNAVAILABLE: peers go on asking a node that stops.
 */
public final class BlockingTasks implements Executor, AutoCloseable {
  private final ExecutorService threads;

  /** {@code name} begins the names of the threads. */
  public BlockingTasks(String name) {
    threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name, 0).factory());
  }

  @Override
  public void execute(Runnable task) {
    try {
      threads.execute(task);
    } catch (RejectedExecutionException closed) {
      throw RequestException.unavailable("this node is stopping");
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
