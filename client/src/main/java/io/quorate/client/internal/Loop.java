package io.quorate.client.internal;

import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.SingleThreadIoEventLoop;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that a client's calls, links and timers live on, which is also the thread of its
 * sockets; plus a thread for futures that users see, so that nothing of theirs can stall it, and
 * one for name resolution. All are daemons.
 */
final class Loop {
  private static final Logger log = LoggerFactory.getLogger(Loop.class);

  private final EventLoop loop =
      new SingleThreadIoEventLoop(null, threads("quorate-client-io"), NioIoHandler.newFactory());
  private final ExecutorService names =
      Executors.newCachedThreadPool(threads("quorate-client-dns"));
  private final ExecutorService ownCallbacks =
      Executors.newSingleThreadExecutor(threads("quorate-client-callbacks"));
  private final Executor callbacks;

  /** {@code callbacks}: null for a thread of our own. */
  Loop(@Nullable Executor callbacks) {
    this.callbacks = callbacks == null ? ownCallbacks : callbacks;
  }

  private static ThreadFactory threads(String name) {
    return task -> {
      var thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  EventLoopGroup group() {
    return loop;
  }

  Executor names() {
    return names;
  }

  /**
   * Completes what users see. When the executor has ended it is done here: a future must not be
   * forgotten.
   */
  void callBack(Runnable task) {
    try {
      callbacks.execute(task);
    } catch (RejectedExecutionException ended) {
      task.run();
    }
  }

  boolean here() {
    return loop.inEventLoop();
  }

  /** Runs it here if this is the loop's thread, else later there. */
  void run(Runnable task) {
    if (here()) {
      task.run();
    } else {
      later(task);
    }
  }

  /** Runs it after what the loop has to do already; false when the loop has ended. */
  boolean later(Runnable task) {
    try {
      loop.execute(() -> guarded(task));
      return true;
    } catch (RejectedExecutionException ended) {
      return false;
    }
  }

  /** Only from the loop's thread. */
  Future<?> schedule(Runnable task, long nanos) {
    return loop.schedule(() -> guarded(task), Math.max(0, nanos), TimeUnit.NANOSECONDS);
  }

  /**
   * The top of the thread: whatever goes wrong in one task must not end the others; their deadlines
   * still end the calls.
   */
  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | AssertionError bug) {
      log.error("a bug in the client; please report it", bug);
    }
  }

  /**
   * Ends the threads once {@code quiet}, or after a second. Callbacks that are queued still run.
   * What connects when this begins is given up, but not at once, and until then it needs the loop
   * and the resolution of names. Only from the loop's thread.
   */
  void close(BooleanSupplier quiet) {
    close(quiet, System.nanoTime() + TimeUnit.SECONDS.toNanos(1));
  }

  private void close(BooleanSupplier quiet, long latest) {
    if (!quiet.getAsBoolean() && System.nanoTime() - latest < 0) {
      var unused = schedule(() -> close(quiet, latest), TimeUnit.MILLISECONDS.toNanos(5));
      return;
    }
    names.shutdown();
    var unused = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    ownCallbacks.shutdown();
  }
}
