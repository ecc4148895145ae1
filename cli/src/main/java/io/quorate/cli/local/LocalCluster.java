package io.quorate.cli.local;

import io.quorate.cli.CommandFailure;
import io.quorate.cli.ExitCode;
import io.quorate.cli.Terminal;
import io.quorate.cli.output.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The processes of a local cluster. Each change is written to {@code cluster.json} before the next
 * is made.
 */
public final class LocalCluster {
  private static final int ANSWER_MS = 1_000;
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Terminal terminal;
  private ClusterFile file;

  LocalCluster(Terminal terminal, ClusterFile file) {
    this.terminal = terminal;
    this.file = file;
  }

  /**
   * A new cluster that does not run yet, in an empty folder.
   *
   * @param settings dotted configuration keys, for all nodes
   * @param environment of the node's processes, as a terminal's: see {@code quorate up}
   */
  public static LocalCluster create(
      Path folder,
      int voters,
      int learners,
      int basePort,
      Map<String, String> settings,
      Map<String, String> environment)
      throws IOException {
    var terminal = Terminal.ofProgram(environment);
    var file = ClusterFile.of(folder, voters, learners, basePort, settings);
    var cluster = new LocalCluster(terminal, file);
    cluster.writeConfigs();
    return cluster;
  }

  /** The cluster in {@code folder}, if one was started there. */
  public static Optional<LocalCluster> find(Path folder, Terminal terminal) throws IOException {
    return ClusterFile.load(folder).map(file -> new LocalCluster(terminal, file));
  }

  /** The cluster in {@code folder}; a failure that says how to get one when there is none. */
  static LocalCluster open(Path folder, Terminal terminal) throws IOException {
    return find(folder, terminal)
        .orElseThrow(
            () ->
                CommandFailure.failed(
                    "there is no local cluster in "
                        + folder
                        + "; `quorate up` starts one, --data names another folder"));
  }

  ClusterFile file() {
    return file;
  }

  public Path folder() {
    return file.folder();
  }

  public List<LocalNode> nodes() {
    return file.nodes();
  }

  /** gRPC addresses of all nodes. */
  public List<String> endpoints() {
    return file.endpoints();
  }

  /** The node of that name; a failure that lists the known ones when there is none. */
  public LocalNode node(String name) {
    return file.node(name)
        .orElseThrow(
            () ->
                CommandFailure.failed(
                    "there is no node '"
                        + name
                        + "'; there are "
                        + String.join(", ", file.nodes().stream().map(LocalNode::name).toList())));
  }

  /** The node's process; a failure when it does not run. */
  public ProcessHandle process(LocalNode node) {
    return NodeProcess.find(node)
        .orElseThrow(
            () ->
                CommandFailure.failed(
                    node.name()
                        + " is not running; `quorate start "
                        + node.name()
                        + "` starts it"));
  }

  List<LocalNode> down() {
    return file.nodes().stream().filter(node -> NodeProcess.find(node).isEmpty()).toList();
  }

  /**
   * Starts what does not run and waits until the cluster takes writes and all nodes are there. When
   * one of them ends meanwhile, all that were started are stopped.
   */
  public void up(Duration timeout) throws IOException, InterruptedException {
    var started = down();
    requireFreePorts(started);
    start(started);
    file.save();
    var dead = new Readiness(this, timeout).await();
    if (dead.isPresent()) {
      stop(started, GRACE);
      throw dead.get().failure();
    }
  }

  void writeConfigs() throws IOException {
    for (var node : file.nodes()) NodeConfig.write(file, node);
  }

  void start(List<LocalNode> nodes) throws IOException {
    for (var node : nodes) replace(NodeProcess.start(node, terminal));
  }

  /**
   * Starts a node that does not run and waits until it accepts connections and has got past what
   * can end a start: its directory, its log, the members that it finds.
   *
   * @return whether it had to be started
   */
  public boolean startAndAwait(LocalNode node, Duration timeout)
      throws IOException, InterruptedException {
    if (NodeProcess.find(node(node.name())).isPresent()) return false;
    requireFreePorts(List.of(node));
    start(List.of(node));
    var deadline = System.nanoTime() + timeout.toNanos();
    while (!isPastItsStart(node)) {
      if (NodeProcess.find(node(node.name())).isEmpty()) throw new DeadNode(node).failure();
      if (System.nanoTime() >= deadline) {
        throw CommandFailure.of(
            ExitCode.UNKNOWN,
            "TIMEOUT",
            node.name() + " runs but does not answer yet; see " + node.log());
      }
      Thread.sleep(50);
    }
    return true;
  }

  /** It serves clients, or it waits for others and says so. */
  private static boolean isPastItsStart(LocalNode node) {
    try {
      var connection = URI.create("http://" + node.http() + "/status").toURL().openConnection();
      connection.setConnectTimeout(ANSWER_MS);
      connection.setReadTimeout(ANSWER_MS);
      try (var answer = connection.getInputStream()) {
        var status = Json.parse(new String(answer.readAllBytes(), StandardCharsets.UTF_8));
        // A node that has not found its place names no address of its Raft port.
        return status instanceof Map<?, ?> fields
            && (says(fields, "raft") || says(fields, "reason"));
      }
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean says(Map<?, ?> status, String field) {
    return status.get(field) instanceof String text && !text.isEmpty();
  }

  /** Asked before anything is started, so that a taken port leaves nothing behind. */
  void requireFreePorts(List<LocalNode> nodes) {
    nodes.forEach(LocalCluster::requireFreePorts);
  }

  private static void requireFreePorts(LocalNode node) {
    for (int port : node.ports()) {
      if (PortOwner.taken(port)) {
        throw CommandFailure.failed(
            "port %d, which %s needs, is in use%s; --base-port chooses other ports"
                .formatted(port, node.name(), PortOwner.describe(port)));
      }
    }
  }

  /**
   * Ends these nodes: asked first, all at once, and killed when the grace is over. Answers how each
   * ended.
   */
  public Map<String, String> stop(List<LocalNode> nodes, Duration grace)
      throws IOException, InterruptedException {
    var running = new LinkedHashMap<LocalNode, ProcessHandle>();
    for (var node : nodes) NodeProcess.find(node).ifPresent(process -> running.put(node, process));
    for (var process : running.values()) {
      process.destroy();
      NodeProcess.signal("CONT", process); // a paused one would not see it
    }
    var ends = new LinkedHashMap<String, String>();
    var deadline = System.nanoTime() + grace.toNanos();
    for (var node : nodes) {
      var process = running.get(node);
      if (process == null) {
        ends.put(node.name(), "was not running");
      } else if (ended(process, deadline - System.nanoTime())) {
        ends.put(node.name(), "stopped");
      } else {
        kill(process);
        ends.put(node.name(), "killed after " + grace.toSeconds() + " s");
      }
      replace(node.stopped());
    }
    return ends;
  }

  /** Ends the node at once (SIGKILL). */
  public void kill(LocalNode node, ProcessHandle process) throws IOException, InterruptedException {
    kill(process);
    replace(node.stopped());
  }

  private static void kill(ProcessHandle process) throws InterruptedException {
    process.destroyForcibly();
    if (!ended(process, TimeUnit.SECONDS.toNanos(10))) {
      throw CommandFailure.failed(
          "process " + process.pid() + " did not end by SIGKILL within 10 s");
    }
  }

  /*
   * Polled: onExit() of a process that is not our child polls as well, but more slowly, and would wait for ever for one that
   * nobody has collected yet.
   */
  private static boolean ended(ProcessHandle process, long withinNanos)
      throws InterruptedException {
    var deadline = System.nanoTime() + withinNanos;
    while (NodeProcess.exists(process)) {
      if (System.nanoTime() >= deadline) return false;
      Thread.sleep(5);
    }
    return true;
  }

  /** Deletes what {@code up} has made, and the folder itself if nothing else is in it. */
  public void wipe() throws IOException {
    for (var node : file.nodes()) Folders.delete(node.folder());
    Files.deleteIfExists(ClusterFile.path(file.folder()));
    try (var rest = Files.list(file.folder())) {
      if (rest.findAny().isPresent()) return;
    }
    Files.delete(file.folder());
  }

  /** What a node last wrote to its log, for people to see why it ended. */
  public static List<String> lastLines(LocalNode node, int count) throws IOException {
    if (!Files.exists(node.log())) return List.of();
    var last = new ArrayList<String>();
    try (var lines = Files.lines(node.log(), java.nio.charset.StandardCharsets.ISO_8859_1)) {
      lines.forEach(
          line -> {
            last.add(line);
            if (last.size() > count) last.removeFirst();
          });
    }
    return last;
  }

  private void replace(LocalNode node) throws IOException {
    file = file.with(node);
    file.save();
  }
}
