package io.quorate.chaos;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.chaos.cluster.Cluster;
import io.quorate.chaos.cluster.ClusterNode;
import io.quorate.client.Kv;
import io.quorate.client.ReadPreference;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One node freezes: its connections live, and nothing is answered. */
class FrozenNodeIT {
  private static final int CALLS = Scale.of(3_000, 20_000);
  private static final int THREADS = 4;
  private static final int MORE_THREADS_ALLOWED = 8;
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  @RegisterExtension
  static final SharedCluster SHARED = new SharedCluster(Cluster.named("frozen").preset("lan"));

  private final Cluster cluster = SHARED.get();

  @Test
  void aFrozenLeaderDelaysNoCallBeyondItsDeadline() throws Exception {
    callWhileFrozen(cluster.leader());
  }

  @Test
  void aFrozenFollowerDelaysNoCallBeyondItsDeadline() throws Exception {
    callWhileFrozen(cluster.followers().getFirst());
  }

  private void callWhileFrozen(ClusterNode node) throws Exception {
    var threadsAtFirst = Thread.getAllStackTraces().size();
    try (var client = cluster.clientBuilder().timeout(DEADLINE).build()) {
      client.kv().put("frozen/0", "0");
      var threadsBefore = Thread.getAllStackTraces().size();
      node.pause();
      try {
        report(node, call(client.kv()));
      } finally {
        node.resume();
      }
      assertThreads("during the calls", threadsBefore + THREADS);
    }
    assertThreads("after the client is closed", threadsAtFirst);
  }

  /** Latencies in nanoseconds, sorted. Any failure of a call fails the test. */
  private long[] call(Kv kv) throws Exception {
    try (var executor = Executors.newFixedThreadPool(THREADS)) {
      var futures =
          IntStream.range(0, CALLS).mapToObj(i -> executor.submit(() -> callOnce(kv, i))).toList();
      var latencies = new long[CALLS];
      for (var i = 0; i < CALLS; i++) {
        latencies[i] = futures.get(i).get();
      }
      Arrays.sort(latencies);
      return latencies;
    }
  }

  private static long callOnce(Kv kv, int number) {
    var start = System.nanoTime();
    var key = "frozen/" + number % 100;
    switch (number % 3) {
      case 0 -> kv.put(key, Integer.toString(number));
      case 1 -> kv.get(key);
      default -> kv.withPreference(ReadPreference.SECONDARY_PREFERRED).get(key);
    }
    return System.nanoTime() - start;
  }

  private static void report(ClusterNode node, long[] latencies) {
    var p999 = latencies[(int) (latencies.length * 0.999)] / 1_000_000;
    Report.line(
        "%s frozen, %d calls: median %d us, p99.9 %d ms, worst %d ms",
        node,
        latencies.length,
        latencies[latencies.length / 2] / 1_000,
        p999,
        latencies[latencies.length - 1] / 1_000_000);
    assertTrue(p999 < DEADLINE.toMillis(), "p99.9 is " + p999 + " ms");
  }

  private static void assertThreads(String when, int expected) {
    Await.until(
        "at most " + expected + " threads " + when,
        Cluster.SOON,
        () -> Thread.getAllStackTraces().size() <= expected + MORE_THREADS_ALLOWED,
        () -> Thread.getAllStackTraces().keySet().toString());
  }
}
