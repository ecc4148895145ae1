package io.quorate.cli.drill;

import io.quorate.cli.drill.fault.DiskStall;
import io.quorate.cli.drill.fault.Drain;
import io.quorate.cli.drill.fault.Fault;
import io.quorate.cli.drill.fault.HandOver;
import io.quorate.cli.drill.fault.Kill;
import io.quorate.cli.drill.fault.Partition;
import io.quorate.cli.drill.fault.Pause;
import io.quorate.cli.drill.fault.Stop;
import io.quorate.cli.drill.fault.Wipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The drills there are. */
enum Drill {
  LEADER_KILL(
      true,
      "The leader's process dies (SIGKILL); it is started again.",
      on -> List.of(new Kill(on.leader(), on.local()))),
  STEP_DOWN(
      false,
      "The leader is told to hand over to whoever is best placed.",
      on -> List.of(HandOver.anywhere(on.leader(), on.admin()))),
  FOLLOWER_KILL(
      true,
      "A follower's process dies (SIGKILL); it is started again.",
      on -> List.of(new Kill(on.anyFollower(), on.local()))),
  LEADER_PAUSE(
      true,
      "The leader's process is frozen (SIGSTOP) until another leads, and thawed.",
      on -> List.of(new Pause(on.leader(), on.local()))),
  PARTITION_LEADER(
      true,
      "The leader is cut off from the other nodes, and clients still reach it (root, nft).",
      on -> List.of(new Partition(on.leader(), on.local()))),
  DISK_STALL(
      true,
      "The leader's disk hangs: its file system is frozen for a while (root, a mount of its own).",
      on -> List.of(new DiskStall(on.leader(), on.local(), on.ours()))),
  ROLLING_RESTART(
      true,
      "Every node is stopped (SIGTERM) and started in turn, the leader last: an upgrade.",
      Drill::rolling),
  FOLLOWER_WIPE(
      true,
      "A follower dies and its disk is replaced by an empty one; it joins anew.",
      on -> List.of(new Wipe(on.anyFollower(), on.local()))),
  TRANSFER(
      false,
      "Leadership is handed to a follower chosen at random.",
      on -> List.of(new HandOver(on.leader(), on.anyFollower(), on.admin()))),
  DRAIN(
      false,
      "The leader is drained as before maintenance, and allowed to lead again.",
      on -> List.of(new Drain(on.leader(), on.admin())));

  private final boolean needsHost;
  private final String description;

  @SuppressWarnings("ImmutableEnumChecker") // lambdas without state
  private final Function<Surroundings, List<Fault>> plan;

  Drill(boolean needsHost, String description, Function<Surroundings, List<Fault>> plan) {
    this.needsHost = needsHost;
    this.description = description;
    this.plan = plan;
  }

  private static List<Fault> rolling(Surroundings on) {
    var faults = new ArrayList<Fault>();
    for (var follower : on.followers()) faults.add(new Stop(follower, on.local()));
    faults.add(new Stop(on.leader(), on.local()));
    return faults;
  }

  /** What goes wrong, one after the other. */
  List<Fault> plan(Surroundings surroundings) {
    return plan.apply(surroundings);
  }

  /** Whether it works on the nodes' processes or files, which must be on this machine. */
  boolean needsHost() {
    return needsHost;
  }

  String description() {
    return description;
  }

  static Optional<Drill> named(String name) {
    return Arrays.stream(values()).filter(drill -> drill.toString().equals(name)).findFirst();
  }

  static List<String> names(Stream<Drill> drills) {
    return drills.map(Drill::toString).toList();
  }

  /** Those that work on any cluster. */
  static List<String> withoutHost() {
    return names(Arrays.stream(values()).filter(drill -> !drill.needsHost));
  }

  /** As on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
