package io.quorate.cli.drill;

import io.quorate.cli.CommandFailure;
import io.quorate.cli.Durations;
import io.quorate.cli.ExitCode;
import io.quorate.cli.drill.fault.Fault;
import io.quorate.cli.local.LocalCluster;
import io.quorate.client.Admin;
import io.quorate.client.ClusterStatus;
import io.quorate.client.Election;
import io.quorate.client.QuorateClient;
import io.quorate.client.QuorateException;
import io.quorate.history.History;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/** One drill, from the first look at the cluster to the report. */
final class DrillRun {
  /** Acknowledged writes of the probe before the first strike, and after each. */
  private static final int WARM_UP = 20;

  private static final int AGAIN = 20;
  private static final Duration WARM_UP_LIMIT = Duration.ofSeconds(60);

  /** How long the load goes on with the fault, once writes are acknowledged again, and without. */
  private static final Duration LINGER = Duration.ofSeconds(1);

  /** For how long a cluster that is not whole is asked again before the first strike. */
  private static final Duration FOUND = Duration.ofSeconds(5);

  /** And between strikes. */
  private static final Duration SETTLED = Duration.ofSeconds(10);

  private static final Duration WHOLE_AGAIN = Duration.ofSeconds(90);
  private static final Duration RECORDED = Duration.ofSeconds(5);
  private static final Duration DELETION = Duration.ofSeconds(30);
  private static final int ELECTIONS = 50;
  private static final long LOOK_MS = 50;

  /**
   * What is asked for.
   *
   * @param plan the faults, chosen from what is found
   * @param timeout of each call of the load
   * @param history file to be made
   * @param progress is told what happens, for people
   */
  record Order(
      Drill drill,
      Function<Surroundings, List<Fault>> plan,
      long seed,
      Duration maxGap,
      Duration timeout,
      List<String> endpoints,
      Optional<LocalCluster> host,
      Path history,
      List<Path> ours,
      Consumer<String> progress) {}

  private final Order order;
  private final QuorateClient cluster;
  private final Health health;
  private final Undo undo = new Undo();
  private final String prefix = "quorate-drill/" + UUID.randomUUID() + "/";
  private final Clocks began = Clocks.now();
  private final List<Strike> strikes = new ArrayList<>();
  private final List<Long> undoneAt = new ArrayList<>();
  private final List<String> troubles = new ArrayList<>();

  private DrillRun(Order order, QuorateClient cluster) {
    this.order = order;
    this.cluster = cluster;
    this.health = new Health(cluster.admin());
  }

  /** Does it. */
  static DrillReport of(Order order) throws Exception {
    var builder = QuorateClient.builder().endpoints(order.endpoints()).timeout(order.timeout());
    try (var cluster = builder.clientName("quorate-drill-admin").build()) {
      return new DrillRun(order, cluster).run();
    }
  }

  private DrillReport run() throws Exception {
    var status = settled(List.of(), FOUND);
    requireOkToStop(plan(status).getFirst());
    try (var _ = lock()) {
      withLoad(status);
    }
    if (strikes.isEmpty()) throw CommandFailure.failed(String.join("; ", troubles));
    return report(status.term());
  }

  private DrillLock lock() {
    try {
      return DrillLock.take(cluster);
    } catch (DrillLock.HeldException e) {
      throw refused("is refused, " + e.getMessage());
    }
  }

  /** The faults for a cluster as it is now: whoever leads may have changed. */
  private List<Fault> plan(ClusterStatus status) throws Exception {
    var random = new Random(order.seed());
    var surroundings = new Surroundings(status, admin(), order.host(), order.ours(), random);
    var faults = order.plan().apply(surroundings);
    for (var fault : faults) {
      var refusal = fault.refusal();
      if (refusal.isPresent()) throw refused("cannot be done here: " + refusal.get());
    }
    return faults;
  }

  private Admin admin() {
    return cluster.admin();
  }

  private CommandFailure refused(String why) {
    return CommandFailure.of(ExitCode.REFUSED, "REFUSED", order.drill() + " " + why);
  }

  /**
   * The status in which all was well. A node may have just come back, and leadership may be
   * changing: neither is a reason to refuse, nor that one of the nodes asked does not know it yet.
   */
  private ClusterStatus settled(List<String> voters, Duration timeout) throws InterruptedException {
    var found = health.await(voters, timeout);
    if (found.status().isEmpty()) {
      throw refused(
          "is refused, the cluster could not afford it: "
              + found.trouble()
              + ". Nothing was done to it");
    }
    return found.status().get();
  }

  private void requireOkToStop(Fault fault) throws InterruptedException {
    if (!fault.stopsNode()) return;
    var danger = health.awaitSafe(fault.node(), FOUND);
    if (danger.isPresent()) {
      throw refused("is refused, it would stop the cluster: " + danger.get());
    }
  }

  private void withLoad(ClusterStatus before) throws Exception {
    var hook = new Thread(this::interrupted, "drill-undo");
    Runtime.getRuntime().addShutdownHook(hook);
    var client =
        QuorateClient.builder()
            .endpoints(order.endpoints())
            .timeout(order.timeout())
            .clientName("quorate-drill")
            .recordHistory(order.history())
            .build();
    var load = new Workload(client, prefix, order.seed());
    try {
      undo.push("delete the keys under " + prefix, this::deleteKeys);
      var loadEntry = undo.push("stop the load", () -> stop(load));
      load.start();
      warmUp(load);
      var voters = Surroundings.voters(before);
      for (var fault : plan(settled(voters, SETTLED))) play(fault, load, voters);
      Thread.sleep(LINGER);
      undo.run(loadEntry);
      load.readAll();
    } catch (QuorateException e) {
      troubles.add(String.valueOf(e.getMessage()));
    } finally {
      troubles.addAll(undo.all());
      client.close();
      removeHook(hook);
    }
  }

  private void interrupted() {
    undo.all().forEach(order.progress());
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It is running: we are being ended.
    }
  }

  private void warmUp(Workload load) throws InterruptedException {
    var start = new Strike("", false, false, System.nanoTime());
    if (!load.awaitAcknowledged(WARM_UP, start, WARM_UP_LIMIT)) {
      throw CommandFailure.of(
          ExitCode.UNKNOWN,
          "TIMEOUT",
          "%d writes were not acknowledged within %s; nothing was done to the cluster"
              .formatted(WARM_UP, Durations.text(WARM_UP_LIMIT)));
    }
  }

  private void play(Fault fault, Workload load, List<String> voters) throws Exception {
    var danger =
        fault.stopsNode() ? health.awaitSafe(fault.node(), SETTLED) : Optional.<String>empty();
    if (danger.isPresent()) {
      troubles.add(
          "%s was not struck, it would have stopped the cluster: %s"
              .formatted(fault.node(), danger.get()));
      return;
    }
    var undoing = undo.push("undo the fault at " + fault.node(), fault::undo);
    undo.act(fault::prepare);
    var led = admin().status().leader().equals(fault.node());
    order.progress().accept("striking " + fault.node() + (led ? ", which leads" : ""));
    var strike = strike(fault, led);
    if (!load.awaitAcknowledged(AGAIN, strike, fault.longest())) {
      order.progress().accept("no write was acknowledged for " + Durations.text(fault.longest()));
    }
    Thread.sleep(LINGER);
    undo.run(undoing);
    undoneAt.add(System.nanoTime());
    order.progress().accept("undone, waiting for all voters");
    var found = health.await(voters, WHOLE_AGAIN);
    if (found.status().isEmpty()) {
      troubles.add(
          "the cluster was not whole again %s after the fault was undone: %s"
              .formatted(Durations.text(WHOLE_AGAIN), found.trouble()));
    }
  }

  private Strike strike(Fault fault, boolean led) throws Exception {
    undo.act(
        () -> {
          var newLeader = led && fault.endsLeadership();
          var before = System.nanoTime();
          fault.strike();
          var at = fault.grows() ? System.nanoTime() : before;
          strikes.add(new Strike(fault.node(), led, newLeader, at));
        });
    return strikes.getLast();
  }

  private void stop(Workload load) throws InterruptedException {
    load.stop();
    var unsettled = load.settle();
    if (unsettled > 0) {
      troubles.add(
          "%d writes of unknown outcome could not be settled; they may yet appear under %s"
              .formatted(unsettled, prefix));
    }
  }

  private void deleteKeys() {
    var _ = cluster.kv().withTimeout(DELETION).deletePrefix(prefix);
  }

  private DrillReport report(long termBefore) throws IOException, InterruptedException {
    var probeKey = Workload.probeKey(prefix);
    var measured = Measured.of(History.read(order.history()), probeKey, strikes);
    return new DrillReport(
        order.drill(),
        order.seed(),
        order.maxGap(),
        began,
        strikes,
        undoneAt,
        electionsSince(termBefore),
        measured,
        probeKey,
        order.history(),
        troubles);
  }

  /** The record of an election is logged a moment after it. */
  private List<Election> electionsSince(long term) throws InterruptedException {
    var expected = strikes.stream().anyMatch(Strike::newLeader);
    var deadline = System.nanoTime() + RECORDED.toNanos();
    while (true) {
      var all = admin().elections(ELECTIONS);
      var since = all.stream().filter(election -> election.term() > term).toList();
      if (!since.isEmpty() || !expected || System.nanoTime() > deadline) return since;
      Thread.sleep(LOOK_MS);
    }
  }
}
