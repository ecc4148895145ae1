package io.quorate.cli.drill.fault;

import io.quorate.cli.local.LocalCluster;
import io.quorate.cli.local.LocalNode;
import io.quorate.cli.local.NodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/*
 * All nodes of a local cluster are at 127.0.0.1, and clients come to the same port as other nodes, so that neither addresses nor
 * ports tell who is who. Two things do:
 *
 *   - connections that exist: the pair of their two ports, taken from the processes that hold the ends;
 *   - connections that are made later: the control group of the process that opens them. The nodes' processes are moved into two
 *     groups before. Its first packet is dropped, so that it never comes about.
 *
 * What is opened between the move and the rules is in the second class, what was open before the move in the first; connections
 * that were being made at that moment are found by looking again.
 */
/**
 * A node is cut off from other nodes, both ways, while clients reach it as before. By the packet
 * filter (nft), in one table of the drill's own. Undone by deleting that table. One at a time.
 */
public final class Partition implements Fault {
  private static final int MOST_LOOKS = 5;

  private final String node;
  private final List<String> from;
  private final Duration longest;
  private final LocalCluster cluster;
  private final String table;
  private @Nullable ControlGroup cutOff;
  private @Nullable ControlGroup others;
  private @Nullable Guard guard;
  private Set<Connections.End> cut = Set.of();

  /** From all others. */
  public Partition(String node, LocalCluster cluster) {
    this(
        node,
        cluster.nodes().stream().map(LocalNode::name).filter(name -> !name.equals(node)).toList(),
        Duration.ofSeconds(30),
        cluster);
  }

  /**
   * @param from names of the others
   * @param longest after which it is undone in any case, even when this process is gone
   */
  public Partition(String node, List<String> from, Duration longest, LocalCluster cluster) {
    this.node = node;
    this.from = List.copyOf(from);
    this.longest = longest;
    this.cluster = cluster;
    // By its first port a cluster is told from others of this machine.
    this.table = "quorate_drill_" + cluster.nodes().getFirst().ports().getFirst();
  }

  @Override
  public String node() {
    return node;
  }

  @Override
  public Duration longest() {
    return longest;
  }

  @Override
  public Optional<String> refusal() throws IOException {
    if (!Files.exists(Path.of("/proc/self/mountinfo"))) {
      return Optional.of("it cuts connections with Linux' packet filter, and this is not Linux");
    }
    if (!Shell.isRoot()) {
      return Optional.of("it needs root, to change the packet filter of this machine");
    }
    if (Shell.tool("nft").isEmpty()) {
      return Optional.of("it needs the program nft (package nftables)");
    }
    if (ControlGroup.root().isEmpty()) {
      return Optional.of(
          "it needs control groups of version 2 under /sys/fs/cgroup, which are not mounted");
    }
    return kernelRefusal();
  }

  private Optional<String> kernelRefusal() throws IOException {
    var root = ControlGroup.root().orElseThrow();
    ControlGroup probe = null;
    try {
      probe = ControlGroup.create(root, groupName("probe"));
      nft("--check", rules(probe.name(), probe.name(), Set.of()));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("the packet filter or the control groups refuse it: " + e.getMessage());
    } finally {
      if (probe != null) probe.dissolve();
    }
  }

  @Override
  public void prepare() throws IOException {
    deleteTable(); // of a drill that was killed together with its guard
    var root = ControlGroup.root().orElseThrow();
    var one = ControlGroup.create(root, groupName("one"));
    cutOff = one;
    var rest = ControlGroup.create(root, groupName("others"));
    others = rest;
    one.add(root, pid(cluster.node(node)));
    for (var other : otherNodes()) rest.add(root, pid(other));
    guard =
        Guard.start(
            "%s delete table inet %s; %s; %s"
                .formatted(nft(), table, one.dissolveCommands(), rest.dissolveCommands()),
            longest());
    cut = connections();
  }

  @Override
  public void strike() throws IOException {
    if (cutOff == null || others == null) throw new IllegalStateException("not prepared");
    nft("-f", rules(cutOff.name(), others.name(), cut));
    for (var look = 0; look < MOST_LOOKS; look++) {
      var now = connections();
      now.removeAll(cut);
      if (now.isEmpty()) return;
      nft("-f", "add element inet " + table + " pairs " + braces(now));
      cut.addAll(now);
    }
  }

  private Set<Connections.End> connections() throws IOException {
    return Connections.between(
        pid(cluster.node(node)), otherNodes().stream().map(this::pid).toList());
  }

  /** The whole table; nft takes it in one step. */
  private String rules(String one, String rest, Set<Connections.End> cut) {
    var elements = cut.isEmpty() ? "" : " elements = " + braces(cut) + ";";
    return """
    table inet %s {
      set pairs { type inet_service . inet_service;%s }
      chain cut {
        type filter hook output priority -10; policy accept;
        tcp sport . tcp dport @pairs drop
        socket cgroupv2 level 1 "%s" tcp dport { %s } drop
        socket cgroupv2 level 1 "%s" tcp dport { %s } drop
      }
    }
    """
        .formatted(
            table, elements, one, ports(otherNodes()), rest, ports(List.of(cluster.node(node))));
  }

  /** Both directions of each. */
  private static String braces(Set<Connections.End> ends) {
    var pairs = new TreeSet<String>();
    for (var end : ends) {
      pairs.add(end.local() + " . " + end.remote());
      pairs.add(end.remote() + " . " + end.local());
    }
    return "{ " + String.join(", ", pairs) + " }";
  }

  private static String ports(List<LocalNode> nodes) {
    return nodes.stream()
        .flatMap(each -> each.ports().stream())
        .map(String::valueOf)
        .collect(Collectors.joining(", "));
  }

  @Override
  public void undo() throws IOException {
    deleteTable();
    if (cutOff != null) cutOff.dissolve();
    if (others != null) others.dissolve();
    if (guard != null) guard.release();
  }

  private void deleteTable() throws IOException {
    // Added first, so that there is something to delete in any case.
    nft("-f", "add table inet %s\ndelete table inet %s\n".formatted(table, table));
  }

  private List<LocalNode> otherNodes() {
    return from.stream().map(cluster::node).toList();
  }

  private long pid(LocalNode each) {
    return NodeProcess.find(each).map(ProcessHandle::pid).orElse(-1L);
  }

  private String groupName(String role) {
    return "quorate-drill-" + ProcessHandle.current().pid() + "-" + role;
  }

  private static String nft() {
    return Shell.tool("nft").orElse("nft");
  }

  private static void nft(String mode, String input) throws IOException {
    if (mode.equals("--check")) {
      Shell.run(input, nft(), "--check", "-f", "-");
    } else {
      Shell.run(input, nft(), mode, "-");
    }
  }
}
