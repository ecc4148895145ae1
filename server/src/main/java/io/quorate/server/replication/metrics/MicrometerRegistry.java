package io.quorate.server.replication.metrics;

import static io.quorate.server.metrics.Metrics.RATIS_MEMBER;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.apache.ratis.metrics.LongCounter;
import org.apache.ratis.metrics.MetricRegistryInfo;
import org.apache.ratis.metrics.RatisMetricRegistry;
import org.apache.ratis.metrics.Timekeeper;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one component of one Ratis member. Only those that help an operator leave this
 * class: Ratis has hundreds, many of them per follower and per request type, and each would cost
 * memory in every scrape. The rest count without being shown.
 */
final class MicrometerRegistry implements RatisMetricRegistry {
  /** Component → its meters worth having. */
  private static final Map<String, Set<String>> SHOWN =
      Map.of(
          "log_worker",
          Set.of(
              "flushTime",
              "syncTime",
              "appendEntryLatency",
              "enqueuedTime",
              "queueingDelay",
              "readEntryLatency",
              "dataQueueSize",
              "workerQueueSize",
              "syncBatchSize",
              "cacheHitCount",
              "cacheMissCount",
              "closedSegmentsNum",
              "closedSegmentsSizeInBytes",
              "openSegmentSizeInBytes"),
          "server",
          Set.of(
              "clientWriteRequest",
              "follower_append_entry_latency",
              "numPendingRequestInQueue",
              "numRequestQueueLimitHits",
              "numFailedClientWriteOnServer",
              "retryCacheEntryCount"),
          "leader_election",
          Set.of("electionCount", "timeoutCount", "electionTime", "lastLeaderElapsedTime"));

  private static final Timekeeper UNTIMED = () -> () -> 0;

  private final MetricRegistryInfo info;
  private final Map<String, Meter> meters = new ConcurrentHashMap<>();
  private final Map<String, Counter> counters = new ConcurrentHashMap<>();

  MicrometerRegistry(MetricRegistryInfo info) {
    this.info = info;
  }

  @Override
  public Timekeeper timer(String name) {
    if (!isShown(name)) {
      return UNTIMED;
    }
    Timer timer = (Timer) meters.computeIfAbsent(name, this::newTimer);
    return () -> {
      long start = System.nanoTime();
      return () -> {
        long nanos = System.nanoTime() - start;
        timer.record(nanos, TimeUnit.NANOSECONDS);
        return nanos;
      };
    };
  }

  @Override
  public LongCounter counter(String name) {
    Counter counter = counters.computeIfAbsent(name, key -> new Counter());
    if (isShown(name)) {
      meters.computeIfAbsent(
          name,
          key ->
              FunctionCounter.builder(meterName(key), counter, Counter::getCount)
                  .tag(RATIS_MEMBER, member())
                  .register(Metrics.globalRegistry));
    }
    return counter;
  }

  @Override
  public <T> void gauge(String name, Supplier<Supplier<T>> value) {
    if (isShown(name)) {
      meters.computeIfAbsent(
          name,
          key ->
              Gauge.builder(meterName(key), () -> number(value.get().get()))
                  .tag(RATIS_MEMBER, member())
                  .register(Metrics.globalRegistry));
    }
  }

  @Override
  public boolean remove(String name) {
    Meter meter = meters.remove(name);
    if (meter != null) {
      Metrics.globalRegistry.remove(meter);
    }
    return counters.remove(name) != null || meter != null;
  }

  @Override
  public MetricRegistryInfo getMetricRegistryInfo() {
    return info;
  }

  void close() {
    Set.copyOf(meters.keySet()).forEach(this::remove);
  }

  private boolean isShown(String name) {
    return SHOWN.getOrDefault(info.getMetricsComponentName(), Set.of()).contains(name);
  }

  private Timer newTimer(String name) {
    return Timer.builder(meterName(name))
        .tag(RATIS_MEMBER, member())
        .publishPercentiles(0.5, 0.99)
        .register(Metrics.globalRegistry);
  }

  private String member() {
    return info.getPrefix();
  }

  /** {@code log_worker, syncTime} is {@code quorate_ratis_log_worker_sync_time}. */
  private String meterName(String name) {
    return "quorate.ratis."
        + info.getMetricsComponentName()
        + "."
        + name.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }

  private static @Nullable Number number(@Nullable Object value) {
    return value instanceof Number number ? number : null;
  }

  private static final class Counter implements LongCounter {
    private final LongAdder count = new LongAdder();

    @Override
    public void inc(long n) {
      count.add(n);
    }

    @Override
    public void dec(long n) {
      count.add(-n);
    }

    @Override
    public long getCount() {
      return count.sum();
    }
  }
}
