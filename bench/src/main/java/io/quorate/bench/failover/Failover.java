package io.quorate.bench.failover;

import static java.util.Objects.requireNonNull;

import io.quorate.chaos.Await;
import io.quorate.chaos.cluster.Cluster;
import io.quorate.chaos.cluster.ClusterNode;
import io.quorate.chaos.fault.Network;
import io.quorate.chaos.fault.Privileges;
import io.quorate.chaos.load.FirstWrite;
import io.quorate.chaos.load.Load;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How long writes stop when the leader's process is killed (SIGKILL), stands still (SIGSTOP), or is
 * cut off from both followers (a packet filter that drops without an answer; clients still reach
 * it): {@code bench/failover [--times N] [--fault kill|pause|cut] [--warm-up true|false]}. Each
 * time a new cluster with preset {@code lan} is started alone on the machine, with fast fail-over
 * and without in turns; two writers load it, and 30 s after it took its first write its leader is
 * struck. What is measured is the time from the strike to the first acknowledgement of a write that
 * was begun after it, at the client.
 */
public final class Failover {
  private static final Duration AGE = Duration.ofSeconds(30);
  private static final Duration BOUND = Duration.ofSeconds(15);
  private static final int WRITERS = 2;
  private static final int SETTLED = 100;

  /** What becomes of the leader. */
  private enum Fault {
    KILL,
    PAUSE,
    CUT;

    void strike(ClusterNode leader, Cluster cluster, @Nullable Network network) {
      switch (this) {
        case KILL -> leader.kill();
        case PAUSE -> leader.pause();
        case CUT -> requireNonNull(network).isolate(leader, cluster.nodes());
      }
    }

    void undo(ClusterNode leader, @Nullable Network network) {
      switch (this) {
        case KILL -> leader.start();
        case PAUSE -> leader.resume();
        case CUT -> requireNonNull(network).heal();
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
    var missing = fault == Fault.CUT ? Privileges.missingForNetworks() : Optional.<String>empty();
    if (missing.isPresent()) fail("--fault cut is not possible here: " + missing.get());
    new Failover(times, fault, warmUp).run();
    System.exit(0);
  }

  private static void fail(String what) {
    System.err.println(what + "; known: --times N, --fault kill|pause|cut, --warm-up true|false");
    System.exit(2);
  }

  private void run() throws Exception {
    var fast = new ArrayList<Long>();
    var slow = new ArrayList<Long>();
    for (var time = 1; time <= times; time++) {
      System.out.printf(
          "%s %d of %d: %s with fast fail-over, %s without%n",
          fault.word(),
          time,
          times,
          strike("fast", "true", fast),
          strike("time-out", "false", slow));
    }
    print("with fast fail-over", fast);
    print("without            ", slow);
  }

  /** Of a new cluster. Answers how long no write was acknowledged, and what the nodes say of it. */
  private String strike(String name, String fast, List<Long> gaps) throws Exception {
    if (fault != Fault.CUT) return strike(name, fast, gaps, null);
    try (var network = Network.create()) {
      return strike(name, fast, gaps, network);
    }
  }

  private String strike(String name, String fast, List<Long> gaps, @Nullable Network network)
      throws Exception {
    var told = new AtomicReference<>("");
    var cluster =
        Cluster.named("failover-" + name)
            .preset("lan")
            .set("election.fast_failover", fast)
            .set("election.warm_up", warmUp);
    if (network != null) cluster.site(network);
    cluster.run(started -> told.set(strike(started, gaps, network)));
    return told.get();
  }

  private String strike(Cluster cluster, List<Long> gaps, @Nullable Network network)
      throws IOException, InterruptedException {
    try (var load = Load.start(cluster.client(), WRITERS)) {
      Thread.sleep(AGE);
      load.awaitAcknowledged(SETTLED);
      if (gaps.isEmpty()) describe(cluster);
      var leader = cluster.leader();
      var term = cluster.status(leader).term();
      var start = System.nanoTime();
      fault.strike(leader, cluster, network);
      gaps.add(FirstWrite.after(start, cluster.client(), BOUND).toMillis());
      load.awaitAcknowledged(SETTLED);
      load.stop();
      var stages = stages(cluster, term);
      fault.undo(leader, network);
      return "%d ms (%s)".formatted(gaps.getLast(), stages);
    }
  }

  /** As the new leader recorded them; it counts from the last it heard of the old one. */
  private static String stages(Cluster cluster, long oldTerm) {
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

  private void print(String what, List<Long> gaps) {
    var sorted = gaps.stream().sorted().toList();
    System.out.printf(
        "%s: %s to first acknowledged write, ms: median %d, 90%% %d, worst %d, of %d%n",
        what,
        fault.word(),
        sorted.get(sorted.size() / 2),
        sorted.get(sorted.size() * 9 / 10),
        sorted.getLast(),
        sorted.size());
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
