package io.quorate.bench.failover;

import io.quorate.chaos.Await;
import io.quorate.chaos.cluster.Cluster;
import io.quorate.chaos.cluster.ClusterBuilder;
import io.quorate.chaos.cluster.ClusterNode;
import io.quorate.chaos.load.FirstWrite;
import io.quorate.chaos.load.Load;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How long writes stop when the leader's process is killed (SIGKILL), or stands still (SIGSTOP):
 * {@code bench/failover [--times N] [--fault kill|pause] [--warm-up true|false]}. Two clusters with
 * preset {@code lan} live side by side, one with fast fail-over, one without; each in turn gets two
 * writers and loses its leader, and no node is younger than 30 s then. What is measured is the time
 * from the kill to the first acknowledgement of a write that was begun after it, at the client.
 */
public final class Failover {
  private static final Duration AGE = Duration.ofSeconds(30);
  private static final Duration BOUND = Duration.ofSeconds(15);
  private static final int WRITERS = 2;
  private static final int SETTLED = 100;

  /** What becomes of the leader. */
  private enum Fault {
    KILL,
    PAUSE;

    void strike(ClusterNode leader) {
      switch (this) {
        case KILL -> leader.kill();
        case PAUSE -> leader.pause();
      }
    }

    void undo(ClusterNode leader) {
      switch (this) {
        case KILL -> leader.start();
        case PAUSE -> leader.resume();
      }
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final int times;
  private final Fault fault;
  private final String warmUp;

  private Failover(int times, Fault fault, String warmUp) {
    this.times = times;
    this.fault = fault;
    this.warmUp = warmUp;
  }

  public static void main(String[] arguments) throws Exception {
    var times = 50;
    var fault = Fault.KILL;
    var warmUp = "true";
    for (var i = 0; i < arguments.length; i += 2) {
      var value = i + 1 < arguments.length ? arguments[i + 1] : "";
      try {
        switch (arguments[i]) {
          case "--times" -> times = Math.max(1, Integer.parseInt(value));
          case "--fault" -> fault = Fault.valueOf(value.toUpperCase(Locale.ROOT));
          case "--warm-up" -> warmUp = value;
          default -> fail("unknown: " + arguments[i]);
        }
      } catch (IllegalArgumentException e) {
        fail(arguments[i] + " cannot be \"" + value + "\"");
      }
    }
    new Failover(times, fault, warmUp).run();
    System.exit(0);
  }

  private static void fail(String what) {
    System.err.println(what + "; known: --times N, --fault kill|pause, --warm-up true|false");
    System.exit(2);
  }

  private void run() throws Exception {
    cluster("fast", "true").run(fast -> cluster("time-out", "false").run(slow -> run(fast, slow)));
  }

  private ClusterBuilder cluster(String name, String fast) {
    return Cluster.named("failover-" + name)
        .preset("lan")
        .asShipped()
        .set("election.fast_failover", fast)
        .set("election.warm_up", warmUp);
  }

  /** A cluster, what was measured of it, and since when all of its nodes run. */
  private final class Subject {
    final Cluster cluster;
    final List<Long> gaps = new ArrayList<>();
    long since = System.nanoTime();

    Subject(Cluster cluster) {
      this.cluster = cluster;
    }

    /**
     * Waits, strikes, and answers how long no write was acknowledged, and what the nodes say of it.
     */
    String strike() throws InterruptedException {
      String stages;
      try (var load = Load.start(cluster.client(), WRITERS)) {
        Thread.sleep(Duration.ofNanos(Math.max(0, since + AGE.toNanos() - System.nanoTime())));
        load.awaitAcknowledged(SETTLED);
        var leader = cluster.leader();
        var term = cluster.status(leader).term();
        var start = System.nanoTime();
        fault.strike(leader);
        gaps.add(FirstWrite.after(start, cluster.client(), BOUND).toMillis());
        load.awaitAcknowledged(SETTLED);
        load.stop();
        stages = stages(term);
        fault.undo(leader);
        cluster.awaitAllServing();
      }
      since = System.nanoTime();
      return "%d ms (%s)".formatted(gaps.getLast(), stages);
    }

    /** As the new leader recorded them; it counts from the last it heard of the old one. */
    private String stages(long oldTerm) {
      var election =
          Await.value(
              "the election is recorded",
              BOUND,
              () ->
                  cluster.client().admin().elections(1).stream()
                      .filter(each -> each.term() > oldTerm)
                      .findFirst(),
              cluster::describe);
      var readyMs = election.unavailableMs() - election.detectedMs() - election.electedMs();
      return "detected %d, elected %d, ready %d"
          .formatted(election.detectedMs(), election.electedMs(), readyMs);
    }

    void print(String what) {
      gaps.sort(null);
      System.out.printf(
          "%s: %s to first acknowledged write, ms: median %d, 90%% %d, worst %d, of %d%n",
          what,
          fault.word(),
          gaps.get(gaps.size() / 2),
          gaps.get(gaps.size() * 9 / 10),
          gaps.getLast(),
          gaps.size());
    }
  }

  private void run(Cluster one, Cluster other) throws Exception {
    var fast = new Subject(one);
    var slow = new Subject(other);
    for (var time = 1; time <= times; time++) {
      System.out.printf(
          "%s %d of %d: %s with fast fail-over, %s without%n",
          fault.word(), time, times, fast.strike(), slow.strike());
      if (time == 1) describe(one);
    }
    fast.print("with fast fail-over");
    slow.print("without            ");
  }

  private static void describe(Cluster cluster) throws IOException {
    System.out.println(
        "transparent huge pages: "
            + Files.readString(Path.of("/sys/kernel/mm/transparent_hugepage/enabled")).strip());
    for (var node : cluster.nodes()) System.out.printf("%s: %s%n", node, memory(node));
  }

  private static List<String> memory(ClusterNode node) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(node.pid()), "smaps_rollup")).stream()
        .filter(line -> line.startsWith("Rss:") || line.startsWith("AnonHugePages:"))
        .map(line -> line.replaceAll("\\s+", " "))
        .toList();
  }
}
