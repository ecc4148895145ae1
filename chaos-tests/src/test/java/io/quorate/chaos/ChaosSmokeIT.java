package io.quorate.chaos;

import io.quorate.chaos.nemesis.Nemeses;
import io.quorate.chaos.nemesis.Nemesis;
import io.quorate.chaos.scenario.Act;
import io.quorate.chaos.scenario.Scenario;
import io.quorate.chaos.workload.Workload;
import io.quorate.chaos.workload.Workloads;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every workload once, and most nemeses, in an order and in pairs that the seed decides. */
class ChaosSmokeIT {
  private static final int NODES = 3;

  @Test
  void everyUseUnderWhatTakesNobodysDataAway() throws Exception {
    run(
        "chaos-smoke",
        Workloads.all(),
        "kill-leader",
        "kill-and-restart-at-once",
        "kill-follower",
        "pause-leader",
        "pause-follower",
        "rolling-restart",
        "starved-leader",
        "leader-alone",
        "minority-cut-off",
        "bridge",
        "one-way",
        "flapping",
        "reset-links",
        "refusing-firewall",
        "lossy",
        "slow-link",
        "delayed",
        "lost-replies",
        "leader-48h-ahead",
        "skewed-clocks",
        "step-downs",
        "transfers");
  }

  @Test
  void someUsesUnderWhatHappensToDisksAndAllNodes() throws Exception {
    run(
        "chaos-smoke-disks",
        Act.shuffled(Workloads.all(), Seed.random("chaos-smoke-workloads")).subList(0, 4),
        "kill-all",
        "disk-full",
        "disk-stalled",
        "disk-hangs",
        "disk-slow",
        "power-cut",
        "power-cut-of-all",
        "torn-log-tail",
        "corrupted-log-tail",
        "wipe-and-rejoin",
        "demote-and-promote");
  }

  private static void run(String name, List<Workload> workloads, String... nemeses)
      throws Exception {
    var possible = Stream.of(nemeses).map(Nemeses::named).filter(ChaosSmokeIT::isPossible).toList();
    var acts = Act.composed(possible, NODES, Seed.random(name));
    new Scenario(name, NODES, Seed.value(), workloads, acts).run();
  }

  private static boolean isPossible(Nemesis nemesis) {
    var missing = nemesis.means().missing();
    missing.ifPresent(why -> Report.line("NOT TESTED: %s, because: %s", nemesis, why));
    if (missing.isPresent() && "true".equals(System.getenv("QUORATE_REQUIRE_PRIVILEGED"))) {
      throw new AssertionError("not tested: " + nemesis + ", because: " + missing.get());
    }
    return missing.isEmpty();
  }
}
