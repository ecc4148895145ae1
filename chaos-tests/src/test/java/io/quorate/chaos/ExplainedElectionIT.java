package io.quorate.chaos;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.chaos.cluster.Cluster;
import io.quorate.chaos.cluster.ClusterNode;
import io.quorate.chaos.fault.LoopDisk;
import io.quorate.chaos.fault.Network;
import io.quorate.chaos.fault.Privileges;
import io.quorate.chaos.load.Load;
import io.quorate.client.Election;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Leaders are replaced for five different reasons, of which the nodes are told nothing, and what
 * they record names the reason.
 */
class ExplainedElectionIT {
  private static final int EACH = Scale.of(2, 20);
  private static final double PROMISED = 0.95;
  private static final int MEGABYTES = 256;

  private static final Set<String> SETTLED = Set.of("process_gone", "asked");

  /** For the old leader to come back and say what it measured. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Map<ClusterNode, LoopDisk> disks = new HashMap<>();

  /** What is done to the leader, and what the record must say of it. */
  private enum Injected {
    KILL,
    PAUSE,
    LINK_CUT,
    DISK_STALL,
    TRANSFER;

    boolean isNamedBy(Election election) {
      var kind = election.kind();
      return switch (this) {
        case KILL -> kind.equals("process_gone");
        case PAUSE -> kind.equals("pause") || kind.equals("gc");
        case LINK_CUT -> kind.equals("link_lost");
        case DISK_STALL -> kind.equals("disk_stall");
        case TRANSFER -> kind.equals("asked") && election.trigger().equals("transfer");
      };
    }
  }

  @Test
  void theRecordNamesWhatWasDoneToTheLeader() throws Exception {
    Privileged.require("links between nodes that are cut", Privileges.missingForNetworks());
    Privileged.require("a hanging disk", Privileges.missingForDisks());
    try (var network = Network.create()) {
      Cluster.named("explained-election")
          .site(network)
          .set("disk.min_free_bytes", "16MiB")
          .set("disk.stall_timeout", "2s")
          .beforeStart(this::mount)
          .run(cluster -> explain(cluster, network));
    }
  }

  private void mount(Cluster cluster) {
    for (var node : cluster.nodes()) {
      var disk = LoopDisk.mount(node.data().resolveSibling("disk.img"), node.data(), MEGABYTES);
      disks.put(node, disk);
      cluster.onClose(disk::close);
    }
  }

  private void explain(Cluster cluster, Network network) throws Exception {
    var injections = new ArrayList<Injected>();
    for (var kind : Injected.values()) {
      injections.addAll(Collections.nCopies(EACH, kind));
    }
    Collections.shuffle(injections, new Random(Seed.random("explained-election").nextLong()));
    var terms = new ArrayList<Long>();
    try (var load = Load.start(cluster.client(), 2)) {
      for (var injected : injections) {
        load.awaitAcknowledged(20);
        terms.add(inject(injected, cluster, network));
      }
      load.stop();
      load.verify(cluster);
    }
    judge(injections, terms, cluster);
  }

  /** Of what is on record in the end, whatever it was in between. */
  private static void judge(List<Injected> injections, List<Long> terms, Cluster cluster) {
    var wrong = new ArrayList<String>();
    for (var number = 0; number < injections.size(); number++) {
      var injected = injections.get(number);
      var election = recorded(cluster, terms.get(number));
      Report.line("%s", describe(injected, election));
      if (!injected.isNamedBy(election)) {
        wrong.add(describe(injected, election));
      }
    }
    Report.line("%d of %d named", injections.size() - wrong.size(), injections.size());
    assertTrue(wrong.size() <= (1 - PROMISED) * injections.size(), wrong::toString);
  }

  private static String describe(Injected injected, Election election) {
    return "%s: term %d, %s → %s, %s, %s, votes %d, inherited %d, unknown %d: %s"
        .formatted(
            injected,
            election.term(),
            election.from(),
            election.to(),
            election.trigger(),
            election.kind(),
            election.votes(),
            election.inheritedEntries(),
            election.unknownEntries(),
            election.cause());
  }

  /** Does it, mends it, waits until nothing is added to the record, and answers the term before. */
  private long inject(Injected injected, Cluster cluster, Network network) throws Exception {
    var victim = cluster.leader();
    var term = cluster.status(victim).term();
    switch (injected) {
      case KILL -> {
        victim.kill();
        awaitOther(cluster, victim);
        recorded(cluster, term);
        victim.start();
      }
      case PAUSE -> {
        victim.pause();
        awaitOther(cluster, victim);
        victim.resume();
      }
      case LINK_CUT -> {
        network.isolate(victim, cluster.nodes());
        awaitOther(cluster, victim);
        network.heal();
      }
      case DISK_STALL -> {
        var disk = Objects.requireNonNull(disks.get(victim));
        disk.freeze();
        awaitOther(cluster, victim);
        disk.thaw();
      }
      case TRANSFER -> transfer(cluster, victim);
    }
    cluster.awaitAllServing();
    awaitAmendment(cluster, term);
    return term;
  }

  /** Refused while nobody has caught up with the leader after what was done before. */
  private static void transfer(Cluster cluster, ClusterNode leader) {
    var target =
        cluster.nodes().stream().filter(node -> node != leader).findFirst().orElseThrow().name();
    Await.until(
        leader + " hands over to " + target,
        Cluster.SOON,
        () -> {
          cluster.client().admin().transferLeadership(target, Duration.ofSeconds(20));
          return true;
        },
        cluster::describe);
  }

  private static void awaitOther(Cluster cluster, ClusterNode victim) {
    Await.until(
        "another node than " + victim + " leads",
        Cluster.SOON,
        () -> cluster.readyLeader().filter(leader -> leader != victim).isPresent(),
        cluster::describe);
  }

  private static Optional<Election> first(Cluster cluster, long afterTerm) {
    return elections(cluster).stream()
        .filter(election -> election.term() > afterTerm)
        .reduce((newer, older) -> older);
  }

  private static List<Election> elections(Cluster cluster) {
    return cluster.client().admin().elections(1000);
  }

  private static Election recorded(Cluster cluster, long afterTerm) {
    return Await.value(
        "the change of leadership after term " + afterTerm + " is on record",
        Cluster.SOON,
        () -> first(cluster, afterTerm),
        () -> elections(cluster).toString());
  }

  /** The old leader may still have something to say; if it was killed, or asked, it has not. */
  private static void awaitAmendment(Cluster cluster, long afterTerm) {
    try {
      Await.until(
          "the old leader reports",
          PATIENCE,
          () -> {
            var election = recorded(cluster, afterTerm);
            return election.reported() || SETTLED.contains(election.kind());
          },
          cluster::describe);
    } catch (AssertionError silent) {
      Report.line("nothing more is said of %s", recorded(cluster, afterTerm));
    }
  }
}
