package io.quorate.testkit;

import io.quorate.cli.drill.fault.DiskStall;
import io.quorate.cli.drill.fault.Partition;
import io.quorate.cli.drill.fault.Stop;
import io.quorate.cli.drill.fault.Wipe;
import io.quorate.cli.local.LocalCluster;
import io.quorate.cli.local.LocalNode;
import io.quorate.cli.local.NodeProcess;
import io.quorate.client.Admin;
import io.quorate.client.ClusterStatus;
import io.quorate.client.QuorateException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a test does to its cluster, in the words of {@code quorate} and its drills. Nodes are named
 * n1, n2, …. Every method blocks until it is done, and throws {@link IllegalStateException} or what
 * the command line would say when it cannot be done. For one thread at a time.
 */
public final class ClusterControl {
  private static final long LOOK_MS = 50;
  private static final Duration ANSWER = Duration.ofSeconds(2);
  private static final Duration LONGEST_CUT = Duration.ofMinutes(10);

  private final LocalCluster processes;
  private final Admin admin;
  private final Duration timeout;
  private final Map<String, StalledDisk> stalledDisks = new HashMap<>();
  private @Nullable Cut cut;

  ClusterControl(LocalCluster processes, Admin admin, Duration timeout) {
    this.processes = processes;
    this.admin = admin.withTimeout(ANSWER);
    this.timeout = timeout;
  }

  // ---- who is there ----

  /** Names of all nodes, voters first. */
  public List<String> nodes() {
    return processes.nodes().stream().map(LocalNode::name).toList();
  }

  /** {@code host:port} of every node, for a client of the test's own. */
  public List<String> endpoints() {
    return processes.nodes().stream().map(LocalNode::grpc).toList();
  }

  /** As the cluster sees itself now. */
  public ClusterStatus status() {
    return admin.status();
  }

  /** Waits until somebody leads, and names it. */
  public String leader() {
    return await("nobody leads", () -> leads(""));
  }

  /** All nodes but the leader. */
  public List<String> followers() {
    var leader = leader();
    return nodes().stream().filter(node -> !node.equals(leader)).toList();
  }

  /** Waits until another node than this one leads and takes writes, and names it. */
  public String awaitLeaderOtherThan(String node) {
    return await("nobody but " + node + " leads", () -> leads(node));
  }

  private Optional<String> leads(String not) {
    var now = admin.status();
    return Optional.of(now.leader())
        .filter(leader -> now.writable() && !leader.isEmpty() && !leader.equals(not));
  }

  /** Waits until it takes writes. */
  public void awaitWritable() {
    await("it takes no writes", () -> Optional.of(admin.status()).filter(ClusterStatus::writable));
  }

  /** Waits until it takes writes and every node serves. */
  public void awaitWhole() {
    await("it is not whole", () -> Optional.of(admin.status()).filter(this::isWhole));
  }

  private boolean isWhole(ClusterStatus now) {
    return now.writable() && processes.nodes().stream().allMatch(node -> isWhole(now, node));
  }

  /** A node that comes back as a new one serves for a moment before it has its vote again. */
  private static boolean isWhole(ClusterStatus now, LocalNode node) {
    return now.nodes().stream()
        .anyMatch(
            each ->
                each.id().equals(node.name())
                    && each.reachable()
                    && each.state().equals("running")
                    && each.voter() != node.learner());
  }

  // ---- what happens to nodes ----

  /** Ends the leader's process at once (SIGKILL). Returns its name; does not wait for the next. */
  public String killLeader() {
    var leader = leader();
    kill(leader);
    return leader;
  }

  /** Ends the node's process at once (SIGKILL), as a power cut of the process would. */
  public void kill(String node) {
    Faults.run(
        () -> {
          var local = processes.node(node);
          processes.kill(local, processes.process(local));
        });
  }

  /** Starts a node that was killed; returns when it answers, not yet when it has caught up. */
  public void start(String node) {
    requireNotCutOff(node);
    Faults.run(() -> processes.startAndAwait(processes.node(node), timeout));
  }

  private void requireNotCutOff(String node) {
    if (cut != null && cut.involves(node)) {
      throw new IllegalStateException(
          node + " is cut off, and its new process would not be; heal that first");
    }
  }

  /**
   * Asks a running node to end (SIGTERM; it is killed when it has not after 30 s), starts it, and
   * returns when it serves again. It may lead again if it was drained.
   */
  public void restart(String node) {
    requireRestartable(node);
    var local = processes.node(node);
    var _ = processes.process(local); // or the failure says that it does not run
    Faults.run(new Stop(node, processes)::strike);
    start(node);
    await(
        node + " does not serve",
        () -> Optional.of(admin.status()).filter(now -> isWhole(now, local)));
  }

  private void requireRestartable(String node) {
    requireNotCutOff(node);
    if (stalledDisks.containsKey(node)) {
      throw new IllegalStateException(
          "the disk of " + node + " is stalled, and its process could not end; resume it first");
    }
  }

  /**
   * {@link #restart Restarts} every node in turn, who leads now last: an upgrade. Each waits until
   * the cluster is whole.
   */
  public void rollingRestart() {
    nodes().forEach(this::requireRestartable);
    awaitWhole();
    var leader = leader();
    var order = new ArrayList<>(nodes());
    order.remove(leader);
    order.add(leader);
    for (var node : order) {
      restart(node);
      awaitWhole();
    }
  }

  /** Freezes the node's process (SIGSTOP): its connections stay open, and nothing answers. */
  public void pause(String node) {
    signal("STOP", node);
  }

  /** Lets a frozen node go on. */
  public void resume(String node) {
    signal("CONT", node);
  }

  private void signal(String name, String node) {
    Faults.run(() -> NodeProcess.signal(name, processes.process(processes.node(node))));
  }

  /** Kills the node, empties its data directory and starts it: a machine that was replaced. */
  public void wipe(String node) {
    Faults.run(new Wipe(node, processes)::strike);
    start(node);
  }

  /** The leader hands over to whoever is best placed. Returns who leads now. */
  public String stepDown() {
    return admin.withTimeout(timeout).stepDown().leader();
  }

  /** The leader hands over to this voter, as soon as it is fit to lead. */
  public void transferTo(String node) {
    processes.node(node);
    await(
        node + " does not lead",
        () -> Optional.of(admin.withTimeout(timeout).transferLeadership(node, timeout)));
  }

  /**
   * As before maintenance: the node hands leadership over, soon after this returns, and does not
   * lead; it still serves. See {@link #awaitLeaderOtherThan}.
   */
  public void drain(String node) {
    processes.node(node);
    var _ = admin.withTimeout(timeout).drainNode(node, false);
  }

  /** A drained node may lead again. */
  public void undrain(String node) {
    processes.node(node);
    var _ = admin.withTimeout(timeout).drainNode(node, true);
  }

  // ---- what happens to disks ----

  /**
   * Why the node's disk cannot be stalled; empty = it can. It takes Linux, root, fsfreeze and a
   * file system for that node's data alone: the kit makes none, all nodes are in one temporary
   * folder.
   */
  public Optional<String> missingForStalledDisk(String node) {
    return Faults.call(() -> stall(node).refusal());
  }

  /**
   * The node's disk hangs (fsfreeze): what writes to it blocks, and nothing fails. Undone by {@link
   * StalledDisk#close}, by {@link #resumeDisk}, by {@link #heal}, and within 40 s in any case.
   */
  public StalledDisk stallDisk(String node) {
    if (stalledDisks.containsKey(node)) {
      throw new IllegalStateException("the disk of " + node + " is stalled already");
    }
    var made = new StalledDisk(stall(node));
    made.strike();
    return made;
  }

  /** Lets a stalled disk go on; nothing happens to one that is not. */
  public void resumeDisk(String node) {
    processes.node(node);
    var stalled = stalledDisks.get(node);
    if (stalled != null) stalled.close();
  }

  private DiskStall stall(String node) {
    processes.node(node);
    // Tests write to their working directory.
    return new DiskStall(node, processes, List.of(Path.of("").toAbsolutePath()));
  }

  /** A disk that hangs until this is closed. */
  public final class StalledDisk implements AutoCloseable {
    private final DiskStall stall;

    private StalledDisk(DiskStall stall) {
      this.stall = stall;
    }

    private void strike() {
      Faults.run(
          () -> {
            var refusal = stall.refusal();
            if (refusal.isPresent()) throw new IllegalStateException(refusal.get());
            stalledDisks.put(stall.node(), this);
            try {
              stall.prepare();
              stall.strike();
            } catch (IOException | RuntimeException e) {
              close();
              throw e;
            }
          });
    }

    @Override
    public void close() {
      if (stalledDisks.remove(stall.node(), this)) Faults.run(stall::undo);
    }
  }

  // ---- what happens to the network ----

  /** Why this machine cannot cut connections; empty = it can. It takes Linux, root and nft. */
  public Optional<String> missingForPartitions() {
    if (nodes().size() == 1) return Optional.of("there is no other node to be cut off from");
    return Faults.call(() -> new Partition(nodes().getFirst(), processes).refusal());
  }

  /**
   * A node that is to be cut off, while its clients reach it as before: {@code
   * partition("n1").from("n2")}. One at a time; it is undone by {@link Cut#close}, by {@link
   * #heal}, and after ten minutes in any case.
   */
  public CutOff partition(String node) {
    processes.node(node);
    return new CutOff(node);
  }

  /** Says from whom. */
  public final class CutOff {
    private final String node;

    private CutOff(String node) {
      this.node = node;
    }

    /** From these nodes, both ways. */
    public Cut from(String... others) {
      return cut(List.of(others));
    }

    /** From all other nodes, both ways. */
    public Cut fromAll() {
      return cut(nodes().stream().filter(other -> !other.equals(node)).toList());
    }

    private Cut cut(List<String> others) {
      if (cut != null) {
        throw new IllegalStateException(
            cut.partition.node() + " is cut off already; heal that first, one at a time can be");
      }
      if (others.isEmpty() || others.contains(node)) {
        throw new IllegalArgumentException("a node is cut off from others, not from " + others);
      }
      var all = new ArrayList<>(others);
      all.add(node);
      for (var each : all) {
        // Its connections are found by its process.
        if (Faults.process(processes.node(each)).isEmpty()) {
          throw new IllegalStateException(each + " does not run, so that it cannot be cut off");
        }
      }
      var made = new Cut(new Partition(node, others, LONGEST_CUT, processes), all);
      made.strike();
      return made;
    }
  }

  /** A cut that is there until it is closed. */
  public final class Cut implements AutoCloseable {
    private final Partition partition;
    private final List<String> nodes;

    private Cut(Partition partition, List<String> nodes) {
      this.partition = partition;
      this.nodes = nodes;
    }

    private boolean involves(String node) {
      return nodes.contains(node);
    }

    private void strike() {
      Faults.run(
          () -> {
            var refusal = partition.refusal();
            if (refusal.isPresent()) throw new IllegalStateException(refusal.get());
            cut = this;
            try {
              partition.prepare();
              partition.strike();
            } catch (IOException | RuntimeException e) {
              close();
              throw e;
            }
          });
    }

    @Override
    public void close() {
      if (cut != this) return;
      cut = null;
      Faults.run(partition::undo);
    }
  }

  /** What would outlive the nodes, or keep them from ending. */
  void healMachine() {
    try {
      List.copyOf(stalledDisks.values()).forEach(StalledDisk::close);
    } finally {
      if (cut != null) cut.close();
    }
  }

  /**
   * Undoes every fault: disks, connections, frozen nodes, ended ones, drained ones. Waits until all
   * nodes serve.
   */
  public void heal() {
    healMachine();
    var ended = new ArrayList<String>();
    for (var node : processes.nodes()) {
      if (Faults.process(node).isPresent()) {
        resume(node.name());
      } else {
        ended.add(node.name());
      }
    }
    ended.forEach(this::start);
    await("it is not whole", this::undrainUntilWhole);
  }

  private Optional<ClusterStatus> undrainUntilWhole() {
    var now = admin.status();
    for (var node : now.nodes()) {
      if (node.state().equals("draining")) {
        var _ = admin.drainNode(node.id(), true);
      }
    }
    return Optional.of(now).filter(this::isWhole);
  }

  // ---- waiting ----

  private <T> T await(String unless, Supplier<Optional<T>> look) {
    var deadline = System.nanoTime() + timeout.toNanos();
    var last = "";
    do {
      try {
        var found = look.get();
        if (found.isPresent()) return found.get();
        last = "";
      } catch (QuorateException e) {
        last = ": " + e.getMessage();
      }
      Faults.run(() -> Thread.sleep(LOOK_MS));
    } while (System.nanoTime() < deadline);
    throw new IllegalStateException("after %d s %s%s".formatted(timeout.toSeconds(), unless, last));
  }
}
