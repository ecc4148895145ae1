package io.quorate.server.proposal;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Whether the machine's processors, or the container's, have little left. Looked at every {@value
 * #INTERVAL_NANOS} ns at most. For one thread.
 */
final class ProcessorLoad {
  /** Of all processors, 0 to 1. */
  static final double HIGH = 0.8;

  static final long INTERVAL_NANOS = 100_000_000;

  private final DoubleSupplier load;
  private final LongSupplier nanoTime;
  private long lookedNanos;
  private boolean high;

  ProcessorLoad() {
    this(
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)::getCpuLoad,
        System::nanoTime);
  }

  /**
   * @param load 0 to 1; below 0 = unknown, which is not high
   */
  ProcessorLoad(DoubleSupplier load, LongSupplier nanoTime) {
    this.load = load;
    this.nanoTime = nanoTime;
    this.lookedNanos = nanoTime.getAsLong() - INTERVAL_NANOS;
  }

  boolean isHigh() {
    long now = nanoTime.getAsLong();
    if (now - lookedNanos >= INTERVAL_NANOS) {
      lookedNanos = now;
      high = load.getAsDouble() >= HIGH;
    }
    return high;
  }
}
