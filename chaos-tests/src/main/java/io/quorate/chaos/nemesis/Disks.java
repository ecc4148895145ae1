package io.quorate.chaos.nemesis;

import io.quorate.chaos.cluster.ClusterNode;
import io.quorate.chaos.fault.LoopDisk;
import io.quorate.chaos.nemesis.Nemesis.Mending;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What happens to the disk of a node, each of which has one of its own. */
final class Disks {
  /** What a node says that cannot write: itself, and Ratis of the log below. */
  private static final List<String> NO_WRITES =
      List.of(
          "ERROR RaftReplicator the log cannot be written: ",
          "ERROR RaftReplicator entry .* could not be applied: ",
          "ERROR RaftLog \\S+: Failed to (write log entry|append) ",
          "ERROR RaftLog Failed to close ",
          "ERROR SegmentedRaftLogWorker \\S+ hit exception",
          "ERROR SegmentedRaftLogWorker Failed to add IO task ",
          "ERROR SegmentedRaftLogOutputStream Failed to flush ");

  private static final List<String> NO_SPACE =
      and(NO_WRITES, "ERROR DivisionKeeper no space left \\(.*\\): this node leaves its group");

  /** Between the cut and the kill a node may try to vote, or to open its part of the group anew. */
  private static final List<String> NO_POWER =
      and(
          NO_WRITES,
          "ERROR LeaderElection .*: Failed, state=",
          "ERROR LifeCycle .* has failed \\(.* -> EXCEPTION\\)",
          "ERROR RaftStorageDirectory Failed to acquire lock on ",
          "ERROR RaftStorage Failed writing configuration to file:");

  /** Longer than an election time-out. */
  private static final Duration STALL = Duration.ofSeconds(4);

  /** Some appends a second, each of which takes a block of the log. */
  private static final long SLOW_BYTES_PER_SECOND = 64 << 10;

  private Disks() {}

  static List<Nemesis> all() {
    return List.of(
        of("disk-full", Toll.ONE, Disks::full).provoking(NO_SPACE),
        // Nobody gives a leader up whose disk stalls: until it goes on, nothing is written.
        of("disk-stalled", Toll.ALL, Disks::stalled),
        of("disk-hangs", Toll.ONE, Disks::hangs),
        Nemesis.of("disk-slow", Means.SLOW_DISK, Toll.ONE, Disks::slow).gradual(),
        of("power-cut", Toll.ONE, arena -> powerCut(arena, List.of(arena.takeLeader())))
            .provoking(NO_POWER),
        of("power-cut-of-all", Toll.ALL, arena -> powerCut(arena, arena.cluster().nodes()))
            .provoking(NO_POWER));
  }

  private static List<String> and(List<String> some, String... more) {
    return Stream.concat(some.stream(), Stream.of(more)).toList();
  }

  private static Nemesis of(String name, Toll toll, Nemesis.Strike strike) {
    return Nemesis.of(name, Means.DISK, toll, strike);
  }

  private static LoopDisk disk(Arena arena, ClusterNode node) {
    return Objects.requireNonNull(arena.disks().get(node));
  }

  /** Until another leads, which a node that is full has to let happen. */
  private static Mending full(Arena arena) throws Exception {
    var victim = arena.takeLeader();
    disk(arena, victim).fill();
    try {
      arena.awaitOtherLeader(victim);
    } catch (AssertionError e) {
      disk(arena, victim).free();
      throw e;
    }
    return () -> {
      disk(arena, victim).free();
      arena.release(victim);
    };
  }

  private static Mending stalled(Arena arena) throws Exception {
    var victim = arena.takeLeader();
    disk(arena, victim).freeze();
    Thread.sleep(STALL);
    return () -> {
      disk(arena, victim).thaw();
      arena.release(victim);
    };
  }

  /** The leader's; whether it goes on leading is its own affair. */
  private static Mending slow(Arena arena) {
    var victim = arena.takeLeader();
    disk(arena, victim).slowDown(victim.pid(), SLOW_BYTES_PER_SECOND);
    return () -> {
      disk(arena, victim).speedUp();
      arena.release(victim);
    };
  }

  /** Until the leader has given up for it. */
  private static Mending hangs(Arena arena) {
    var victim = arena.takeLeader();
    disk(arena, victim).freeze();
    try {
      arena.awaitOtherLeader(victim);
    } catch (AssertionError e) {
      disk(arena, victim).thaw();
      throw e;
    }
    return () -> {
      disk(arena, victim).thaw();
      arena.release(victim);
    };
  }

  /** What was not fsynced is lost; the nodes die, and come back to the disk as it is found. */
  private static Mending powerCut(Arena arena, List<ClusterNode> victims) {
    victims.forEach(victim -> disk(arena, victim).cutPower());
    victims.forEach(ClusterNode::kill);
    return () -> {
      for (var victim : victims) {
        disk(arena, victim).restorePower();
        victim.start();
        arena.release(victim);
      }
    };
  }
}
