package io.quorate.chaos.nemesis;

import static io.quorate.chaos.nemesis.Means.PROCESS;

import io.quorate.chaos.cluster.ClusterNode;
import io.quorate.chaos.fault.ControlGroup;
import io.quorate.chaos.fault.Damage;
import io.quorate.chaos.nemesis.Nemesis.Mending;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** What happens to processes, and to the files of those that are down. */
final class Processes {
  private static final Pattern OPEN_SEGMENT = Pattern.compile("log_inprogress_\\d+");
  private static final Duration STARVED = Duration.ofSeconds(4);
  private static final Duration EXIT = Duration.ofMinutes(1);

  private static final String DAMAGED_LOG =
      "ERROR Main cannot start: the Raft log of this node is damaged: ";

  private Processes() {}

  static List<Nemesis> all() {
    return List.of(
        Nemesis.of("kill-leader", PROCESS, Toll.ONE, arena -> kill(arena, arena.takeLeader())),
        Nemesis.of("kill-and-restart-at-once", PROCESS, Toll.ONE, Processes::restartAtOnce),
        Nemesis.of("kill-follower", PROCESS, Toll.ONE, arena -> kill(arena, arena.takeFollower())),
        Nemesis.of("kill-all", PROCESS, Toll.ALL, Processes::killAll),
        Nemesis.of("pause-leader", PROCESS, Toll.ONE, Processes::pauseLeader),
        Nemesis.of("pause-follower", PROCESS, Toll.ONE, Processes::pauseFollower).gradual(),
        Nemesis.of("starved-leader", Means.PROCESSOR, Toll.ALL, Processes::starveLeader),
        Nemesis.of("rolling-restart", PROCESS, Toll.ONE, Processes::restartAll),
        Nemesis.of("torn-log-tail", PROCESS, Toll.ONE, arena -> change(arena, Damage::tearTail)),
        Nemesis.of("corrupted-log-tail", PROCESS, Toll.DATA_OF_ONE, Processes::corruptTail)
            .provoking(List.of(DAMAGED_LOG)),
        Nemesis.of("wipe-and-rejoin", PROCESS, Toll.DATA_OF_ONE, Processes::wipe),
        Nemesis.of(
            "wipe-while-another-lags",
            PROCESS,
            new Toll(2, 1, false),
            Processes::wipeWhileAnotherLags));
  }

  private static Mending kill(Arena arena, ClusterNode victim) {
    victim.kill();
    return () -> start(arena, victim);
  }

  /** What a supervisor does: another process is at the leader's address as soon as it can be. */
  private static Mending restartAtOnce(Arena arena) {
    var victim = arena.takeLeader();
    victim.kill();
    start(arena, victim);
    return () -> {};
  }

  private static void start(Arena arena, ClusterNode victim) {
    victim.start();
    arena.release(victim);
  }

  private static Mending killAll(Arena arena) {
    var nodes = arena.cluster().nodes();
    nodes.forEach(ClusterNode::kill);
    return () -> nodes.forEach(ClusterNode::start);
  }

  /** Longer than an election takes, so that it wakes up as a leader that is none any more. */
  private static Mending pauseLeader(Arena arena) {
    var victim = arena.takeLeader();
    var mending = pause(arena, victim);
    try {
      arena.awaitOtherLeader(victim);
    } catch (AssertionError e) {
      victim.resume();
      throw e;
    }
    return mending;
  }

  private static Mending pauseFollower(Arena arena) {
    return pause(arena, arena.takeFollower());
  }

  private static Mending pause(Arena arena, ClusterNode victim) {
    victim.pause();
    return () -> {
      victim.resume();
      arena.release(victim);
    };
  }

  /** A twentieth of a processor: alive, late with everything, and nobody gives it up for that. */
  private static Mending starveLeader(Arena arena) throws Exception {
    var victim = arena.takeLeader();
    try (var group = new ControlGroup("cpu")) {
      group.bound(victim.pid(), "cpu.cfs_quota_us", "5000"); // of 100,000
      Thread.sleep(STARVED);
    }
    return () -> arena.release(victim);
  }

  private static Mending restartAll(Arena arena) {
    var cluster = arena.cluster();
    for (var node : cluster.nodes()) {
      node.terminate();
      node.start();
      cluster.awaitAllServing();
    }
    return () -> {};
  }

  /** Kills a node and changes its newest log file: what a crash may leave. */
  private static Mending change(Arena arena, FileChange change) throws Exception {
    var victim = arena.takeAny();
    victim.kill();
    change.in(victim.data().resolve("raft"), OPEN_SEGMENT);
    return () -> start(arena, victim);
  }

  @FunctionalInterface
  private interface FileChange {
    Path in(Path folder, Pattern name) throws Exception;
  }

  /** Flips a byte of what the node had acknowledged: it refuses to start, then joins anew. */
  private static Mending corruptTail(Arena arena) throws Exception {
    var victim = arena.takeFollower();
    victim.kill();
    Damage.flipWritten(victim.data().resolve("raft"), OPEN_SEGMENT);
    return () -> {
      victim.start();
      victim.awaitExit(EXIT);
      start(arena, victim);
    };
  }

  private static Mending wipe(Arena arena) {
    var victim = arena.takeFollower();
    victim.kill();
    victim.wipe();
    return () -> start(arena, victim);
  }

  /** The wiped one must not help the lagging one to a majority: the third alone has everything. */
  private static Mending wipeWhileAnotherLags(Arena arena) {
    var lagging = arena.takeFollower();
    lagging.pause();
    var wiped = arena.takeFollower();
    wiped.kill();
    wiped.wipe();
    wiped.start();
    return () -> {
      lagging.resume();
      arena.release(lagging);
      arena.release(wiped);
    };
  }
}
