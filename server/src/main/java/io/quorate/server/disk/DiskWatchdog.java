package io.quorate.server.disk;

import io.quorate.store.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out that the disk hangs or fails: one daemon thread writes and fsyncs a block over and
 * over, in place, so that it needs no new space; a second one, which never touches the disk, looks
 * how long the first has been at it. A hung fsync therefore blocks nothing but the first.
 *
 * <p>Time is counted in looks: while the whole process stands still nobody looks, and no time
 * passes. Otherwise a node that was paused would blame its disk for it.
 */
public final class DiskWatchdog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DiskWatchdog.class);
  private static final int BLOCK_BYTES = 4096;

  /**
   * Told of every change, on the watching thread: hand off, what it does not see while you work
   * goes unseen.
   */
  @FunctionalInterface
  public interface Listener {
    /**
     * The health is another one.
     *
     * @param reason for people; of HEALTHY how long the last write took
     * @param sinceNanos of System.nanoTime: of STALLED when the write that hangs was begun
     */
    void changed(DiskHealth health, String reason, long sinceNanos);
  }

  /** One write that has reached the disk when it returns. */
  @FunctionalInterface
  interface Probe {
    void write() throws IOException;
  }

  /** What the probing thread is at. */
  private record Attempt(long startNanos, boolean done, long tookNanos, String failure) {}

  private final Probe probe;
  private final Duration interval;
  private final Duration threshold;
  private final Listener listener;
  private final Thread prober;
  private final Thread watcher;
  private final LongSupplier nanoTime;
  private volatile Attempt attempt;
  private volatile DiskHealth health = DiskHealth.HEALTHY;
  private volatile boolean closed;

  // Only touched by the watcher.
  private long watchedStartNanos;
  private long hangingNanos;

  /**
   * @param dataDir gets a file {@code probe}
   * @param interval between two probes
   * @param threshold a probe that takes longer means STALLED
   */
  public DiskWatchdog(Path dataDir, Duration interval, Duration threshold, Listener listener) {
    this(
        () -> writeBlock(dataDir.resolve("probe")),
        interval,
        threshold,
        listener,
        System::nanoTime);
  }

  /**
   * Probes often enough that a stall is found within one and a half times the threshold at most.
   */
  public static DiskWatchdog of(Path dataDir, Duration threshold, Listener listener) {
    return new DiskWatchdog(dataDir, threshold.dividedBy(4), threshold, listener);
  }

  DiskWatchdog(
      Probe probe,
      Duration interval,
      Duration threshold,
      Listener listener,
      LongSupplier nanoTime) {
    this.probe = probe;
    this.nanoTime = nanoTime;
    this.attempt = new Attempt(nanoTime.getAsLong(), true, 0, "");
    this.interval = interval;
    this.threshold = threshold;
    this.listener = listener;
    this.prober = Thread.ofPlatform().daemon().name("disk-probe").start(this::probe);
    this.watcher = Thread.ofPlatform().daemon().name("disk-watch").start(this::watch);
  }

  public DiskHealth health() {
    return health;
  }

  /** Whether the last write reached the disk in time, and the one under way is not late. */
  public boolean canWrite() {
    return health == DiskHealth.HEALTHY;
  }

  /** How long the last finished probe took. */
  public Duration lastWrite() {
    return Duration.ofNanos(attempt.tookNanos());
  }

  private static void writeBlock(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
      block.putLong(0, System.nanoTime());
      DurableFiles.writeFully(channel, block);
      channel.force(true);
    }
  }

  private void probe() {
    while (!closed) {
      long start = nanoTime.getAsLong();
      attempt = new Attempt(start, false, attempt.tookNanos(), "");
      String failure = "";
      try {
        probe.write();
      } catch (IOException e) {
        failure = e.toString();
      }
      attempt = new Attempt(start, true, nanoTime.getAsLong() - start, failure);
      LockSupport.unpark(watcher);
      LockSupport.parkNanos(this, interval.toNanos());
    }
  }

  private void watch() {
    long period = Math.min(interval.toNanos(), threshold.toNanos() / 10);
    long last = nanoTime.getAsLong();
    while (!closed) {
      LockSupport.parkNanos(this, period);
      long now = nanoTime.getAsLong();
      check(Math.min(now - last, 2 * period));
      last = now;
    }
  }

  /**
   * @param passedNanos since the last look, as far as this process ran
   */
  private void check(long passedNanos) {
    Attempt now = attempt;
    if (now.startNanos() != watchedStartNanos) {
      watchedStartNanos = now.startNanos();
      hangingNanos = 0;
    }
    if (!now.done()) {
      hangingNanos += passedNanos;
      // An attempt just begun says nothing yet about a disk that was bad.
      if (hangingNanos > threshold.toNanos()) {
        change(
            DiskHealth.STALLED,
            "a write of %d bytes has been hanging for %d ms"
                .formatted(BLOCK_BYTES, toMillis(hangingNanos)),
            nanoTime.getAsLong() - hangingNanos);
      }
    } else if (!now.failure().isEmpty()) {
      change(
          DiskHealth.FAILING,
          "a write of %d bytes failed: %s".formatted(BLOCK_BYTES, now.failure()),
          now.startNanos());
    } else {
      change(
          DiskHealth.HEALTHY,
          "a write took %d ms".formatted(toMillis(now.tookNanos())),
          now.startNanos() + now.tookNanos());
    }
  }

  private void change(DiskHealth next, String reason, long sinceNanos) {
    if (next == health) {
      return;
    }
    health = next;
    try {
      listener.changed(next, reason, sinceNanos);
    } catch (RuntimeException e) {
      // Must not end the watch.
      LOG.error("a listener failed on {}", next, e);
    }
  }

  private static long toMillis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }

  /** Does not wait for a probe that hangs. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(prober);
    LockSupport.unpark(watcher);
  }
}
