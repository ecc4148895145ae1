package io.quorate.server.ailment;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Notices that this process stood still, whoever stopped it: a daemon thread that sleeps for a
 * moment, and is late when it wakes. Remembers the last {@link #KEPT} pauses.
 */
public final class PauseMonitor implements AutoCloseable {
  private static final long LOOK_NANOS = Duration.ofMillis(20).toNanos();
  private static final int KEPT = 32;

  private static final List<GarbageCollectorMXBean> COLLECTORS =
      ManagementFactory.getGarbageCollectorMXBeans();

  private final long atLeastNanos;
  private final LongSupplier collectedMs;

  @GuardedBy("this")
  private final Deque<Pause> pauses = new ArrayDeque<>();

  // Only touched by whoever looks.
  private long lastNanos;
  private long lastCollectedMs;
  private volatile boolean closed;

  /**
   * Starts to look.
   *
   * @param atLeast shorter pauses are none
   */
  public PauseMonitor(Duration atLeast) {
    this(atLeast, System.nanoTime(), PauseMonitor::collected);
    Thread.ofPlatform().daemon().name("quorate-pauses").start(this::run);
  }

  /** Without a thread. */
  PauseMonitor(Duration atLeast, long nowNanos, LongSupplier collectedMs) {
    this.atLeastNanos = atLeast.toNanos();
    this.collectedMs = collectedMs;
    this.lastNanos = nowNanos;
    this.lastCollectedMs = collectedMs.getAsLong();
  }

  private void run() {
    while (!closed) {
      LockSupport.parkNanos(this, LOOK_NANOS);
      look(System.nanoTime());
    }
  }

  void look(long nowNanos) {
    long late = nowNanos - lastNanos - LOOK_NANOS;
    long collected = collectedMs.getAsLong();
    if (late >= atLeastNanos) {
      add(new Pause(new Spell(lastNanos, nowNanos), collected - lastCollectedMs));
    }
    lastNanos = nowNanos;
    lastCollectedMs = collected;
  }

  private synchronized void add(Pause pause) {
    pauses.addLast(pause);
    if (pauses.size() > KEPT) {
      pauses.removeFirst();
    }
  }

  /** The oldest first. */
  synchronized List<Pause> pauses() {
    return List.copyOf(pauses);
  }

  private static long collected() {
    long sum = 0;
    for (GarbageCollectorMXBean collector : COLLECTORS) {
      sum += collector.getCollectionTime();
    }
    return sum;
  }

  @Override
  public void close() {
    closed = true;
  }
}
