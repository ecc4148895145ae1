package io.quorate.chaos;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.chaos.cluster.ServerProgram;
import io.quorate.chaos.nemesis.Means;
import io.quorate.chaos.nemesis.Nemeses;
import io.quorate.chaos.planted.Bug;
import io.quorate.chaos.planted.PlantedServer;
import io.quorate.chaos.scenario.Act;
import io.quorate.chaos.scenario.Scenario;
import io.quorate.chaos.workload.Workloads;
import io.quorate.history.check.Violation;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Servers with a bug, on which the checkers must not find nothing. */
class PlantedBugsIT {
  private static final int NODES = 3;

  /** In each window, so that what goes wrong is met. */
  private static final int OPERATIONS = 200;

  @Test
  void readsWithoutBarrierAreCaughtBehindAPartition() throws Exception {
    Privileged.require("reads behind a partition", Means.NETWORK.missing());
    assertCaught(
        Bug.READS_WITHOUT_BARRIER, "registers", Set.of("stale-read", "lost-write"), "leader-alone");
  }

  @Test
  void aLeaseThatIsKeptThroughAPauseIsCaught() throws Exception {
    assertCaught(
        Bug.SLEEPING_LEASE,
        "registers",
        Set.of("stale-read", "lost-write"),
        "pause-leader",
        "pause-leader",
        "pause-leader");
  }

  @Test
  void aWriteAcknowledgedBeforeAMajorityHasItIsCaught() throws Exception {
    Privileged.require("writes behind a partition", Means.NETWORK.missing());
    assertCaught(
        Bug.EARLY_ACKNOWLEDGEMENT, "registers", Set.of("lost-write", "stale-read"), "leader-alone");
  }

  @Test
  void aWriteThatIsAppliedOnceMoreWhenItIsSentAgainIsCaught() throws Exception {
    assertCaught(
        Bug.FORGOTTEN_SESSIONS, "exactly-once", Set.of("duplicate-application"), "kill-leader");
  }

  @Test
  void pagesOfDifferentStatesAreCaught() throws Exception {
    assertCaught(Bug.UNPINNED_PAGES, "scans", Set.of("scan-not-pinned"), "kill-follower");
  }

  @Test
  void aSessionThatGoesBackIsCaughtBehindAPartition() throws Exception {
    Privileged.require("reads behind a partition", Means.NETWORK.missing());
    assertCaught(
        Bug.IGNORED_TOKENS,
        "sessions",
        Set.of("read-your-writes", "monotonic-reads"),
        "leader-alone");
  }

  @Test
  void aFreshnessThatIsOnlyClaimedIsCaughtBehindAPartition() throws Exception {
    Privileged.require("reads behind a partition", Means.NETWORK.missing());
    assertCaught(
        Bug.CLAIMED_FRESHNESS,
        "staleness",
        Set.of("staleness-bound"),
        "minority-cut-off",
        "leader-alone");
  }

  @Test
  void transfersThatDoNotLookAreCaught() throws Exception {
    assertCaught(Bug.DROPPED_COMPARES, "bank", Set.of("bank-total"), "kill-follower");
  }

  @Test
  void appendsThatDoNotLookAreCaught() throws Exception {
    assertCaught(
        Bug.DROPPED_COMPARES,
        "list-appends",
        Set.of("lost-update", "lost-write", "incompatible-order"),
        "kill-follower");
  }

  @Test
  void putsThatDoNotLookAreCaughtByTwoWorkloadsAtOnce() throws Exception {
    assertCaught(
        Bug.DROPPED_PRECONDITIONS,
        Map.of(
            "locks",
            Set.of("mutual-exclusion", "fence-reused"),
            "registers",
            Set.of("broken-precondition")),
        "kill-follower");
  }

  private static void assertCaught(Bug bug, String workload, Set<String> kinds, String... nemeses)
      throws Exception {
    assertCaught(bug, Map.of(workload, kinds), nemeses);
  }

  /** On one cluster: by each workload, as one of its kinds. */
  private static void assertCaught(Bug bug, Map<String, Set<String>> kinds, String... nemeses)
      throws Exception {
    var workloads = kinds.keySet().stream().sorted().map(Workloads::named).toList();
    var acts = Arrays.stream(nemeses).map(nemesis -> Act.of(Nemeses.named(nemesis))).toList();
    var name = "planted-" + bug.name().toLowerCase(Locale.ROOT).replace('_', '-');
    var judgements =
        new Scenario(
                name, NODES, Seed.value(), workloads, acts, OPERATIONS, serverWith(bug), Map.of())
            .judge();
    for (var judgement : judgements) {
      var found = judgement.violations().stream().map(Violation::kind).collect(Collectors.toSet());
      var wanted = kinds.getOrDefault(judgement.workload(), Set.of());
      assertFalse(found.isEmpty(), () -> bug + " was not caught: " + judgement);
      assertTrue(
          found.stream().anyMatch(wanted::contains),
          () -> bug + " was caught as " + found + ", not as one of " + wanted);
    }
  }

  private static ServerProgram serverWith(Bug bug) throws URISyntaxException {
    var classes = PlantedServer.class.getProtectionDomain().getCodeSource().getLocation();
    return new ServerProgram(
        Optional.of(Path.of(classes.toURI())), PlantedServer.class.getName(), List.of(bug.name()));
  }
}
