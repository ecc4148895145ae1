package io.quorate.chaos.scenario;

import io.grpc.StatusRuntimeException;
import io.quorate.chaos.cluster.Cluster;
import io.quorate.chaos.workload.NothingDoneException;
import io.quorate.chaos.workload.Stage;
import io.quorate.chaos.workload.Worker;
import io.quorate.chaos.workload.Workload;
import io.quorate.client.QuorateException;
import io.quorate.client.WriteLostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The workers of one workload while they work. */
final class Crew {
  /** Between two operations of a worker: enough load, and a machine that can still do the rest. */
  private static final long MOST_REST_MS = 8;

  private final Workload workload;
  private final Stage stage;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong inVain = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile boolean stopped;

  Crew(Workload workload, Cluster cluster, Path folder, long seed) {
    this.workload = workload;
    this.stage = new Stage(cluster, workload.name(), folder.resolve(workload.name()), seed);
  }

  void start() {
    workload.prepare(stage);
    for (var number = 0; number < workload.workers(stage.nodes().size()); number++) {
      var worker = workload.worker(stage, number);
      var rests = stage.random(-1 - number);
      threads.add(
          Thread.ofPlatform()
              .name(workload.name() + "-" + number)
              .start(() -> work(worker, rests)));
    }
  }

  private void work(Worker worker, SplittableRandom rests) {
    try {
      while (!stopped) {
        step(worker);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1 + rests.nextLong(MOST_REST_MS)));
      }
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    }
  }

  private void step(Worker worker) {
    try {
      worker.step();
      done.incrementAndGet();
    } catch (NothingDoneException answered) {
      inVain.incrementAndGet();
    } catch (WriteLostException lost) {
      // A token is handed out for what a majority has: no state may be without it.
      throw lost;
    } catch (QuorateException | StatusRuntimeException e) {
      failed.incrementAndGet();
    }
  }

  String name() {
    return workload.name();
  }

  Workload workload() {
    return workload;
  }

  /** Steps so far in which the store did what was asked. */
  long done() {
    var problem = failure.get();
    if (problem != null) {
      throw new AssertionError("a worker of " + name() + " failed", problem);
    }
    return done.get();
  }

  /** What became of its steps, in words. */
  String tally() {
    return "%d done, %d answered in vain, %d failed".formatted(done(), inVain.get(), failed.get());
  }

  /** Waits for the operations under way. */
  void stop() {
    stopped = true;
    try {
      for (var thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the workers of " + name() + " end", e);
    }
  }

  void finish() {
    workload.finish(stage);
  }

  /** Ends clients and recorders, and answers the files of the whole history. */
  List<Path> close() {
    stage.close();
    return stage.files();
  }
}
