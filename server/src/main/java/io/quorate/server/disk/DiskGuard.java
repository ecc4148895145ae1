package io.quorate.server.disk;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the space on the disk of the data and holds the ballast. Space is judged as if the
 * ballast were in place, so that giving it back does not look like recovery; FULL ends only when
 * the ballast fits again. A daemon thread looks every {@link DiskSpaceConfig#pollInterval}.
 */
public final class DiskGuard implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DiskGuard.class);

  /**
   * Told of every change, on the guard's thread or on that of {@link DiskGuard#release}, with the
   * guard's lock held: hand off.
   */
  @FunctionalInterface
  public interface Listener {
    void changed(DiskSpace space, long usableBytes);
  }

  private final Ballast ballast;
  private final DiskSpaceConfig config;
  private final UsableSpace usableSpace;
  private final Listener listener;

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("disk-guard").factory());

  private volatile DiskSpace space = DiskSpace.OK;

  /** Set by release(): somebody met "no space left", whatever the file system reports. */
  @GuardedBy("this")
  private boolean released;

  /** Looks once, creates the ballast if there is room, then goes on looking. */
  public DiskGuard(Path dataDir, DiskSpaceConfig config, Listener listener) throws IOException {
    this(dataDir, config, UsableSpace.of(Files.createDirectories(dataDir)), listener);
  }

  DiskGuard(Path dataDir, DiskSpaceConfig config, UsableSpace usableSpace, Listener listener) {
    this.ballast = new Ballast(dataDir.resolve("ballast"), config.ballastBytes());
    this.config = config;
    this.usableSpace = usableSpace;
    this.listener = listener;
    poll();
    long period = config.pollInterval().toMillis();
    var _ = thread.scheduleWithFixedDelay(this::poll, period, period, TimeUnit.MILLISECONDS);
  }

  public DiskSpace space() {
    return space;
  }

  /**
   * Gives the ballast back and declares the disk FULL until the ballast fits again. For whoever is
   * told FULL, and for whoever meets "no space left on device" before the next look.
   */
  public synchronized void release() {
    try {
      ballast.release();
    } catch (IOException e) {
      LOG.error("cannot delete the ballast", e);
    }
    released = true;
    change(DiskSpace.FULL, 0);
  }

  synchronized void poll() {
    long usable;
    try {
      usable = usableSpace.bytes();
    } catch (IOException e) {
      LOG.warn("cannot read the free space of the data directory", e);
      return;
    }
    DiskSpace next = judge(usable - ballast.missingBytes());
    if (next != DiskSpace.FULL && !ballast.isPresent()) {
      next = restoreBallast(next);
    }
    change(next, usable);
  }

  @GuardedBy("this")
  private DiskSpace restoreBallast(DiskSpace next) {
    try {
      ballast.create();
      released = false;
      return next;
    } catch (IOException e) {
      LOG.debug("the ballast does not fit yet", e);
      return released ? DiskSpace.FULL : next;
    }
  }

  private DiskSpace judge(long bytes) {
    long fullMargin = space == DiskSpace.FULL ? config.marginBytes() : 0;
    if (bytes < config.fullBytes() + fullMargin) {
      return DiskSpace.FULL;
    }
    long lowMargin = space == DiskSpace.OK ? 0 : config.marginBytes();
    return bytes < config.lowBytes() + lowMargin ? DiskSpace.LOW : DiskSpace.OK;
  }

  private void change(DiskSpace next, long usable) {
    if (next == space) {
      return;
    }
    space = next;
    try {
      listener.changed(next, usable);
    } catch (RuntimeException e) {
      // Must not end the schedule: nobody would watch the disk from then on.
      LOG.error("a listener failed on {}", next, e);
    }
  }

  /** Leaves the ballast for the next start. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
