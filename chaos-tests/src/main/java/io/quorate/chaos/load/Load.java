package io.quorate.chaos.load;

import io.quorate.chaos.Await;
import io.quorate.chaos.Scale;
import io.quorate.chaos.cluster.Cluster;
import io.quorate.chaos.cluster.ClusterNode;
import io.quorate.client.Bytes;
import io.quorate.client.Kv;
import io.quorate.client.QuorateClient;
import io.quorate.client.QuorateException;
import io.quorate.client.ScanOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Writers that go on and on, each write to a key of its own, through one client and without any
 * code for failures. What they were told stands in the {@link Ledger}.
 */
public final class Load implements AutoCloseable {
  private static final AtomicInteger RUNS = new AtomicInteger();
  private static final Duration SCAN = Duration.ofSeconds(Scale.of(60, 900));

  private final String prefix = "load/" + RUNS.incrementAndGet() + "/";
  private final Payload payload;
  private final Ledger ledger;
  private final Silence silence = new Silence();
  private final Kv kv;
  private final List<Thread> writers = new ArrayList<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile boolean stopped;

  private Load(QuorateClient client, int valueBytes) {
    this.kv = client.kv();
    this.payload = new Payload(valueBytes);
    this.ledger = new Ledger(payload);
  }

  /**
   * Starts {@code writers} threads, whose values are a little larger than {@code valueBytes} and do
   * not compress.
   */
  public static Load start(QuorateClient client, int writers, int valueBytes) {
    var load = new Load(client, valueBytes);
    for (var writer = 0; writer < writers; writer++) {
      var name = "writer-" + writer;
      load.writers.add(Thread.ofPlatform().name(name).start(() -> load.write(name)));
    }
    return load;
  }

  public static Load start(QuorateClient client, int writers) {
    return start(client, writers, 16);
  }

  private void write(String writer) {
    try {
      for (var number = 0; !stopped; number++) {
        writeOne(prefix + writer + "/" + number);
      }
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    }
  }

  private void writeOne(String key) {
    try {
      kv.put(key, payload.apply(key));
      ledger.acknowledged(key);
      silence.interrupted();
    } catch (QuorateException e) {
      ledger.failed(key, e);
    }
  }

  public Ledger ledger() {
    return ledger;
  }

  /** How long there was no acknowledgement to any writer. */
  public Silence silence() {
    return silence;
  }

  /** Waits until {@code count} further writes are acknowledged. */
  public void awaitAcknowledged(int count) {
    var goal = ledger.acknowledgedCount() + count;
    Await.until(
        count + " more writes are acknowledged",
        Cluster.SOON,
        () -> ledger.acknowledgedCount() >= goal,
        () -> ledger + ", " + failure.get());
  }

  /** Ends the writers; each finishes what it is at. */
  public void stop() {
    stopped = true;
    try {
      for (var writer : writers) {
        writer.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the writers end", e);
    }
    var failed = failure.get();
    if (failed != null) {
      throw new AssertionError("a writer failed", failed);
    }
  }

  /**
   * Reads everything back: in one linearizable scan, and from each node that is up once their
   * states are equal. Call it after {@link #stop}.
   */
  public void verify(Cluster cluster) {
    var audit = ledger.audit("a linearizable scan");
    try (var cursor = kv.withTimeout(SCAN).scan(ScanOptions.prefix(Bytes.utf8(prefix)))) {
      cursor.forEach(pair -> audit.accept(pair.keyString(), pair.valueString()));
    }
    audit.finish();
    cluster.awaitEqualDigests();
    for (var node : cluster.nodes().stream().filter(ClusterNode::isUp).toList()) {
      var auditOfNode = ledger.audit(node.name());
      node.direct().scan(prefix, SCAN, auditOfNode);
      auditOfNode.finish();
    }
  }

  @Override
  public void close() {
    stop();
  }
}
