package io.quorate.cli.drill;

import io.quorate.client.Kv;
import io.quorate.client.OperationId;
import io.quorate.client.Outcome;
import io.quorate.client.PreconditionFailedException;
import io.quorate.client.PutOptions;
import io.quorate.client.QuorateClient;
import io.quorate.client.QuorateException;
import io.quorate.client.ReadPreference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a drill asks of the cluster meanwhile, on keys that nobody else has: workers that read,
 * write and compare-and-set a few registers, and a probe that writes one key again and again, one
 * write at a time. No value is written twice. The client's recorded history has it all.
 *
 * <p>Registers that are compared have one writer each, so that a comparison fails only when a write
 * of unknown outcome came late.
 */
final class Workload {
  private static final int WORKERS = 4;
  private static final int SHARED = 4;
  private static final long WORKER_PAUSE_MS = 5;
  private static final long PROBE_PAUSE_MS = 1;
  private static final long LOOK_MS = 5;

  /** An acknowledged write of the probe; {@code node} ordered it. */
  private record Acknowledged(long invokedAt, long returnedAt, String node) {}

  private final QuorateClient client;
  private final String prefix;
  private final long seed;
  private final List<Thread> threads = new ArrayList<>();
  private final Queue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
  private final Queue<OperationId> unknown = new ConcurrentLinkedQueue<>();
  private volatile boolean stopped;

  Workload(QuorateClient client, String prefix, long seed) {
    this.client = client;
    this.prefix = prefix;
    this.seed = seed;
  }

  static String probeKey(String prefix) {
    return prefix + "probe";
  }

  private String shared(int number) {
    return prefix + "r" + number;
  }

  private String own(int worker) {
    return prefix + "c" + worker;
  }

  private List<String> keys() {
    return Stream.concat(
            Stream.of(probeKey(prefix)),
            Stream.concat(
                IntStream.range(0, SHARED).mapToObj(this::shared),
                IntStream.range(0, WORKERS).mapToObj(this::own)))
        .toList();
  }

  void start() {
    threads.add(Thread.ofPlatform().daemon().name("drill-probe").unstarted(this::probe));
    for (var i = 0; i < WORKERS; i++) {
      var worker = new Worker(i);
      threads.add(Thread.ofPlatform().daemon().name("drill-worker-" + i).unstarted(worker::run));
    }
    threads.forEach(Thread::start);
  }

  /** Lets what is in flight come to its end. */
  void stop() throws InterruptedException {
    stopped = true;
    for (var thread : threads) thread.join();
  }

  private void probe() {
    for (var count = 1L; !stopped; count++) {
      var value = "p" + count;
      tolerate(
          () -> {
            var invokedAt = System.nanoTime();
            var put = client.kv().put(probeKey(prefix), value);
            acknowledged.add(new Acknowledged(invokedAt, System.nanoTime(), put.write().node()));
          });
      pause(PROBE_PAUSE_MS);
    }
  }

  /** Reads, writes and compares as its random numbers say. */
  private final class Worker {
    private final int number;
    private final Random random;
    private int count;
    private Optional<Long> version = Optional.of(0L);

    Worker(int number) {
      this.number = number;
      this.random = new Random(seed * WORKERS + number);
    }

    void run() {
      while (!stopped) {
        var dice = random.nextInt(20);
        if (dice < 8) {
          tolerate(this::read);
        } else if (dice < 15) {
          tolerate(this::write);
        } else {
          tolerate(this::compareAndSet);
        }
        pause(WORKER_PAUSE_MS);
      }
    }

    private String value() {
      count++;
      return "w" + number + "-" + count;
    }

    private void read() {
      var all = keys();
      var kv = random.nextBoolean() ? client.kv() : elsewhere(client.kv());
      var _ = kv.get(all.get(random.nextInt(all.size())));
    }

    private void write() {
      var _ = client.kv().put(shared(random.nextInt(SHARED)), value());
    }

    private void compareAndSet() {
      if (version.isEmpty()) {
        version = Optional.of(client.kv().get(own(number)).kv().map(kv -> kv.version()).orElse(0L));
      }
      var expected = version.get();
      version = Optional.empty(); // until it is acknowledged
      var options = PutOptions.defaults().ifVersion(expected);
      version = Optional.of(client.kv().put(own(number), value(), options).version());
    }
  }

  private static Kv elsewhere(Kv kv) {
    return kv.withPreference(ReadPreference.SECONDARY_PREFERRED);
  }

  /** Failures are what a drill is about; the history has them. */
  private void tolerate(Runnable call) {
    try {
      call.run();
    } catch (PreconditionFailedException e) {
      // A write of unknown outcome came late.
    } catch (QuorateException e) {
      if (e.outcome() == Outcome.UNKNOWN) e.operationId().ifPresent(unknown::add);
    }
  }

  private static void pause(long ms) {
    try {
      Thread.sleep(ms);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until so many writes were acknowledged as the strike asks for; whether they were. */
  boolean awaitAcknowledged(int count, Strike since, Duration timeout) throws InterruptedException {
    var deadline = System.nanoTime() + timeout.toNanos();
    while (acknowledged.stream().filter(each -> counts(each, since)).count() < count) {
      if (System.nanoTime() >= deadline) return false;
      Thread.sleep(LOOK_MS);
    }
    return true;
  }

  private static boolean counts(Acknowledged write, Strike strike) {
    return strike.newLeader()
        ? write.returnedAt() >= strike.atNanos() && !write.node().equals(strike.node())
        : write.invokedAt() >= strike.atNanos();
  }

  /** Reads every key from the leader, and then from another node. */
  void readAll() {
    for (var kv : List.of(client.kv(), elsewhere(client.kv()))) {
      for (var key : keys()) {
        var _ = kv.get(key);
      }
    }
  }

  /**
   * Settles the writes whose outcome is not known, so that none of them appears after the keys are
   * deleted. Answers how many could not be.
   */
  int settle() {
    var failed = 0;
    for (var id = unknown.poll(); id != null; id = unknown.poll()) {
      try {
        var _ = client.resolve(id);
      } catch (QuorateException e) {
        failed++;
      }
    }
    return failed;
  }
}
