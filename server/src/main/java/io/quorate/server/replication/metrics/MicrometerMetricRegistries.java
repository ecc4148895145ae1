package io.quorate.server.replication.metrics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.ratis.metrics.MetricRegistries;
import org.apache.ratis.metrics.MetricRegistryInfo;
import org.apache.ratis.metrics.RatisMetricRegistry;
import org.apache.ratis.util.TimeDuration;

/** What Ratis loads as its metrics implementation (META-INF/services); one per JVM. */
public final class MicrometerMetricRegistries extends MetricRegistries {
  private record Reporter(
      Consumer<RatisMetricRegistry> onCreate, Consumer<RatisMetricRegistry> onRemove) {}

  private final Map<MetricRegistryInfo, MicrometerRegistry> registries = new ConcurrentHashMap<>();
  private final List<Reporter> reporters = new CopyOnWriteArrayList<>();

  @Override
  public RatisMetricRegistry create(MetricRegistryInfo info) {
    return registries.computeIfAbsent(
        info,
        key -> {
          MicrometerRegistry registry = new MicrometerRegistry(key);
          reporters.forEach(reporter -> reporter.onCreate().accept(registry));
          return registry;
        });
  }

  @Override
  public boolean remove(MetricRegistryInfo info) {
    MicrometerRegistry removed = registries.remove(info);
    if (removed == null) {
      return false;
    }
    reporters.forEach(reporter -> reporter.onRemove().accept(removed));
    removed.close();
    return true;
  }

  @Override
  public void clear() {
    Set.copyOf(registries.keySet()).forEach(this::remove);
  }

  @Override
  public Optional<RatisMetricRegistry> get(MetricRegistryInfo info) {
    return Optional.ofNullable(registries.get(info));
  }

  @Override
  public Set<MetricRegistryInfo> getMetricRegistryInfos() {
    return Set.copyOf(registries.keySet());
  }

  @Override
  public Collection<RatisMetricRegistry> getMetricRegistries() {
    return new ArrayList<>(registries.values());
  }

  @Override
  public void addReporterRegistration(
      Consumer<RatisMetricRegistry> onCreate, Consumer<RatisMetricRegistry> onRemove) {
    reporters.add(new Reporter(onCreate, onRemove));
  }

  @Override
  public void removeReporterRegistration(
      Consumer<RatisMetricRegistry> onCreate, Consumer<RatisMetricRegistry> onRemove) {
    reporters.remove(new Reporter(onCreate, onRemove));
  }

  @Override
  public void enableJmxReporter() {
    throw new UnsupportedOperationException("metrics are served at /metrics");
  }

  @Override
  public void enableConsoleReporter(TimeDuration rate) {
    throw new UnsupportedOperationException("metrics are served at /metrics");
  }
}
