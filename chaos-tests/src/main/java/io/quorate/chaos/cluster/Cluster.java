package io.quorate.chaos.cluster;

import io.quorate.chaos.Await;
import io.quorate.client.NodeStatus;
import io.quorate.client.QuorateClient;
import io.quorate.client.QuorateClientBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A cluster of real server processes on this machine. Normally used through {@link
 * ClusterBuilder#run}, which starts it, checks it in the end and keeps its folder when that fails.
 */
public final class Cluster implements AutoCloseable {
  /** For what must happen soon, on a machine that may be slow. */
  public static final Duration SOON = Duration.ofSeconds(60);

  private final Path folder;
  private final List<ClusterNode> nodes;
  private final List<Pattern> allowedErrors;
  private final QuorateClient client;
  private final StatusBoard board;
  private final List<Runnable> cleanups = new ArrayList<>();

  Cluster(Path folder, List<ClusterNode> nodes, List<Pattern> allowedErrors) {
    this.folder = folder;
    this.nodes = List.copyOf(nodes);
    this.allowedErrors = List.copyOf(allowedErrors);
    this.client = clientBuilder().clientName("chaos").build();
    this.board = new StatusBoard(client, this.nodes);
  }

  public static ClusterBuilder named(String name) {
    return new ClusterBuilder(name);
  }

  public Path folder() {
    return folder;
  }

  public List<ClusterNode> nodes() {
    return nodes;
  }

  /** Counted from 1, as its name {@code n1}. */
  public ClusterNode node(int number) {
    return nodes.get(number - 1);
  }

  public ClusterNode node(String name) {
    return nodes.stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no node " + name + " in " + nodes));
  }

  /** An ordinary client that knows all nodes, with the default time-out; do not close it. */
  public QuorateClient client() {
    return client;
  }

  /** For a client of one's own. */
  public QuorateClientBuilder clientBuilder() {
    return QuorateClient.builder().endpoints(nodes.stream().map(ClusterNode::address).toList());
  }

  /** What the nodes that answer say of themselves. */
  public Map<ClusterNode, NodeStatus> status() {
    return board.look();
  }

  /** What {@code node} says of itself; waits for an answer. */
  public NodeStatus status(ClusterNode node) {
    return Await.value(
        node + " answers", SOON, () -> Optional.ofNullable(status().get(node)), this::describe);
  }

  /** One line on every node. */
  public String describe() {
    return board.describe();
  }

  /** The node that leads and is ready to; waits for it. */
  public ClusterNode leader() {
    return Await.value("there is a leader", SOON, this::readyLeader, this::describe);
  }

  /** All but the leader, those that are down too. */
  public List<ClusterNode> followers() {
    var leader = leader();
    return nodes.stream().filter(node -> node != leader).toList();
  }

  /** The ready leader of the highest term that any node knows, if it answers. */
  public Optional<ClusterNode> readyLeader() {
    var status = status();
    var term = status.values().stream().mapToLong(NodeStatus::term).max().orElse(0);
    return status.entrySet().stream()
        .filter(each -> each.getValue().role().equals("leader") && each.getValue().leaderReady())
        .filter(each -> each.getValue().term() == term)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** Waits until a write is acknowledged. */
  public void awaitWritable(Duration deadline) {
    Await.until(
        "a write is acknowledged",
        deadline,
        () -> {
          failIfEnded();
          client.kv().withTimeout(Duration.ofSeconds(2)).put("chaos/ready", "yes");
          return true;
        },
        this::describe);
  }

  /** Waits until every node that runs serves as a voter. */
  public void awaitAllServing() {
    awaitAllServing(SOON);
  }

  public void awaitAllServing(Duration deadline) {
    Await.until(
        "all nodes serve",
        deadline,
        () -> {
          failIfEnded();
          var status = status();
          return nodes.stream()
              .filter(ClusterNode::isUp)
              .allMatch(node -> status.containsKey(node) && serves(status.get(node)));
        },
        this::describe);
  }

  private static boolean serves(NodeStatus status) {
    return status.voter() && status.state().equals("running");
  }

  // A node that could not start says why in its log: no reason to wait any longer.
  private void failIfEnded() {
    for (var node : nodes) {
      if (List.of("exited with 1", "exited with 2").contains(node.processState())) {
        throw new AssertionError(node + " " + node.processState() + ":\n" + node.log().tail(20));
      }
    }
  }

  /**
   * Waits until all nodes that run have applied the same entries, and compares their digests.
   *
   * @throws AssertionError when they differ, or have not caught up in a minute
   */
  public void awaitEqualDigests() {
    Await.until(
        "all nodes have applied the same and their digests are equal",
        SOON,
        () -> new Digests<>(status(), nodes.stream().filter(ClusterNode::isUp).toList()).areEqual(),
        this::describe);
  }

  /**
   * What must hold after every test: equal digests, no error in any log, no view or thread that is
   * left over.
   */
  public void check() {
    awaitAllServing();
    awaitEqualDigests();
    Leaks.awaitNone(nodes.stream().filter(ClusterNode::isUp).toList());
    for (var node : nodes) {
      node.log().requireNoErrors(node.name(), allowedErrors);
    }
  }

  /** Done when the processes have ended and their folders are still there. */
  public void onClose(Runnable cleanup) {
    cleanups.add(cleanup);
  }

  /** Ends all processes, whatever their state. */
  @Override
  public void close() {
    client.close();
    nodes.forEach(ClusterNode::shutDown);
    cleanups.forEach(Runnable::run);
    cleanups.clear();
  }
}
