package io.quorate.server.metrics;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.quorate.server.proposal.Writes;
import io.quorate.server.read.Reads;
import io.quorate.server.replication.Replica;
import io.quorate.server.replication.Replicator;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** A node's meters, in one registry. Bind each part once, then {@link #scrape}. Thread-safe. */
public final class Metrics implements AutoCloseable {
  /** Tag of the meters that come from Ratis: "peer id@group", as Ratis names its members. */
  public static final String RATIS_MEMBER = "ratis_member";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collector = new JvmGcMetrics();
  private final DistributionSummary entryOperations;
  private final DistributionSummary entryBytes;
  private volatile Runnable refresh = () -> {};

  /**
   * With the process's and the JVM's own meters, and Ratis' for this peer.
   *
   * @param peerId this node's Raft peer id: other nodes of the same JVM (tests, embedding) stay out
   */
  public Metrics(String cluster, String node, String peerId) {
    registry
        .config()
        .commonTags("cluster", cluster, "node", node)
        .meterFilter(MeterFilter.deny(id -> isOfAnotherPeer(id.getTag(RATIS_MEMBER), peerId)));
    for (var binder :
        List.of(
            new JvmMemoryMetrics(),
            new JvmThreadMetrics(),
            new JvmInfoMetrics(),
            new ProcessorMetrics(),
            new FileDescriptorMetrics(),
            new UptimeMetrics(),
            collector)) {
      binder.bindTo(registry);
    }
    entryOperations =
        DistributionSummary.builder("quorate.proposal.entry.operations")
            .description("Writes packed into one log entry")
            .serviceLevelObjectives(1, 4, 16, 64, 256, 1024)
            .register(registry);
    entryBytes =
        DistributionSummary.builder("quorate.proposal.entry.size")
            .baseUnit("bytes")
            .description("Size of a log entry")
            .serviceLevelObjectives(1 << 10, 1 << 14, 1 << 17, 1 << 20, 1 << 22)
            .register(registry);
    // Ratis finds its registry by the service loader, so the way from there to here is the global
    // one.
    io.micrometer.core.instrument.Metrics.addRegistry(registry);
  }

  private static boolean isOfAnotherPeer(
      @org.jspecify.annotations.Nullable String member, String peerId) {
    return member != null && !member.startsWith(peerId + "@");
  }

  /** Term, role and indexes. */
  public void raft(Replicator replicator, Replica replica) {
    gauge("quorate.raft.term", "Current term", replicator, it -> it.leadership().term());
    gauge(
        "quorate.raft.leader",
        "1 while this node leads",
        replicator,
        it -> it.leadership().leads() ? 1 : 0);
    gauge(
        "quorate.raft.leader.ready",
        "1 while it leads and may serve",
        replicator,
        it -> it.leadership().ready() ? 1 : 0);
    gauge(
        "quorate.raft.voters",
        "Voters in force",
        replicator,
        it -> it.membership().voters().size());
    gauge(
        "quorate.raft.commit.index",
        "Highest index known to be committed",
        replicator,
        it -> (double) it.commitIndex());
    gauge(
        "quorate.applied.index",
        "Highest index applied to the state",
        replica,
        it -> it.applied().index());
    gauge(
        "quorate.durable.index",
        "Highest index that the state keeps through a power cut",
        replica,
        it -> it.durable().index());
  }

  /**
   * Lag of each member, for the leader, and the operations applied here.
   *
   * @param lags empty on a node that does not lead
   * @param operations since the state began; never goes back
   */
  public void replication(Supplier<List<PeerLag>> lags, LongSupplier operations) {
    MultiGauge seconds =
        lagGauge(
            "seconds",
            "Age of the newest entry that the member has applied, while it misses newer ones");
    MultiGauge entries =
        lagGauge(
            "entries",
            "Log entries that the member has not applied, by its word of up to 100 ms ago");
    MultiGauge bytes = lagGauge("bytes", "Log bytes that the member has not applied");
    refresh =
        () -> {
          List<PeerLag> now = lags.get();
          fill(seconds, now, PeerLag::seconds);
          fill(entries, now, PeerLag::entries);
          fill(bytes, now, PeerLag::bytes);
        };
    counter("quorate.replication.operations", "Operations applied to the state", operations);
  }

  /** Writes that wait for the log. */
  public void proposals(IntSupplier queued) {
    gauge(
        "quorate.proposal.queue.operations", "Writes that wait for their entry", queued::getAsInt);
  }

  /** Called by the proposer for each entry that it submits. */
  public void entryProposed(int operations, long bytes) {
    entryOperations.record(operations);
    entryBytes.record((double) bytes);
  }

  /** The same writes, timed and counted by outcome. */
  public Writes metered(Writes writes) {
    return new MeteredWrites(writes, registry);
  }

  /** The same reads, timed and counted by consistency and outcome. */
  public Reads metered(Reads reads) {
    return new MeteredReads(reads, registry);
  }

  /** States of an instant that scans hold. */
  public void pinnedPages(IntSupplier pinned) {
    gauge("quorate.reads.pinned", "Scans that hold the state of an instant", pinned::getAsInt);
  }

  /** States of an instant that anybody holds: scans, and whatever reads at this moment. */
  public void openViews(IntSupplier open) {
    gauge(
        "quorate.state.views",
        "Open views of the state; each keeps what was overwritten since",
        open::getAsInt);
  }

  /** Streams to other nodes. */
  public void links(IntSupplier connected) {
    gauge("quorate.links.connected", "Nodes that this one is connected to", connected::getAsInt);
  }

  /** Checkpoints, since the process started. */
  public void transfers(
      LongSupplier bytesSent, LongSupplier bytesReceived, LongSupplier completed) {
    counter("quorate.transfer.sent.bytes", "Checkpoint bytes sent to other nodes", bytesSent);
    counter("quorate.transfer.received.bytes", "Checkpoint bytes received", bytesReceived);
    counter("quorate.transfer.completed", "Checkpoints received and installed", completed);
  }

  /** All of it in Prometheus' text format. */
  public String scrape() {
    refresh.run();
    return registry.scrape();
  }

  @Override
  public void close() {
    io.micrometer.core.instrument.Metrics.removeRegistry(registry);
    collector.close();
    registry.close();
  }

  MeterRegistry registry() {
    return registry;
  }

  private <T> void gauge(String name, String description, T source, ToDoubleFunction<T> value) {
    Gauge.builder(name, source, value)
        .strongReference(true)
        .description(description)
        .register(registry);
  }

  private void gauge(String name, String description, DoubleSupplier value) {
    gauge(name, description, value, DoubleSupplier::getAsDouble);
  }

  private void counter(String name, String description, LongSupplier value) {
    FunctionCounter.builder(name, value, it -> (double) it.getAsLong())
        .description(description)
        .register(registry);
  }

  private MultiGauge lagGauge(String unit, String description) {
    return MultiGauge.builder("quorate.replication.lag." + unit)
        .description(description)
        .register(registry);
  }

  private static void fill(MultiGauge gauge, List<PeerLag> lags, ToDoubleFunction<PeerLag> value) {
    gauge.register(
        lags.stream()
            .map(lag -> MultiGauge.Row.of(Tags.of("peer", lag.peer()), value.applyAsDouble(lag)))
            .toList(),
        true);
  }
}
