package io.quorate.client.internal;

import io.quorate.client.Topology;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * Keeps one link to every member that the topology names, and to the seeds until then or while no member can be reached (the
 * addresses that members advertise may not be reachable from here, the seeds are). A link that breaks is replaced: at once after a
 * good time, then with back-off to one second. A node that stays silent is ejected: its link is closed, so that what was pending goes
 * elsewhere, and a new one is probed for after 1 to 5 s, sooner when it was the only one; a stopped process does not complete the HTTP/2 handshake, so a link
 * that comes up is a node that lives.
 */
/**
 * The nodes, the links to them, and who leads. Only touched by the loop, but for {@link #topology}.
 */
final class Members {
  private static final Logger log = LoggerFactory.getLogger(Members.class);
  private static final Topology NONE = new Topology(0, Optional.empty(), List.of());

  private final Loop loop;
  private final Channels channels;
  private final Link.Events events;
  private final Set<String> seeds;
  private final boolean discover;
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Backoff reconnect = new Backoff(40, 1_000);
  private final Backoff ejection = new Backoff(2_000, 5_000);
  private volatile Topology topology = NONE;
  private boolean started;
  private boolean closed;

  /** {@code discover}: whether members other than the seeds are used. */
  Members(
      Collection<String> seeds,
      boolean discover,
      Loop loop,
      Channels channels,
      Link.Events events) {
    this.seeds = new LinkedHashSet<>(seeds);
    this.discover = discover;
    this.loop = loop;
    this.channels = channels;
    this.events = events;
  }

  Topology topology() {
    return topology;
  }

  /** Connects to the seeds, once. */
  void start() {
    if (!started) {
      started = true;
      for (var seed : seeds) {
        var node = nodes.computeIfAbsent(seed, Node::new);
        node.member = !discover;
        connect(node);
      }
    }
  }

  /** Members, or seeds while no member is up. */
  List<Node> candidates() {
    var members = nodes.values().stream().filter(node -> node.member && node.isUp()).toList();
    return members.isEmpty() ? nodes.values().stream().filter(Node::isUp).toList() : members;
  }

  @Nullable Node at(String address) {
    return nodes.get(address);
  }

  /** The leader's node, whether it is up or not. */
  @Nullable Node leader() {
    return topology.leader().map(nodes::get).orElse(null);
  }

  private void connect(Node node) {
    if (closed || node.link != null) {
      return;
    }
    var link = new Link(node, loop, channels, events);
    node.link = link;
    link.open();
    var unused =
        loop.schedule(
            () -> {
              if (!link.isUp()) {
                link.close("no connection within " + Channels.CONNECT_TIMEOUT_MS + " ms");
              }
            },
            TimeUnit.MILLISECONDS.toNanos(Channels.CONNECT_TIMEOUT_MS));
  }

  /** Its link came up. */
  void up(Link link) {
    log.debug("{} is up", link.node());
    link.node().suspect = false;
    if (topology.nodes().isEmpty() || link.node().member) {
      dropSpareSeeds();
    }
  }

  /** Its link is gone; another will be tried. */
  void down(Node node, String why) {
    log.debug("{} is down: {}", node, why);
    node.trouble = why;
    node.link = null;
    if (nodes.get(node.address()) != node || closed) {
      return;
    }
    var others = nodes.values().stream().anyMatch(Node::isHealthy);
    var delay =
        node.suspect && others ? ejection.delay(node.failures) : reconnect.delay(node.failures);
    node.suspect = false;
    node.failures++;
    var unused = loop.schedule(() -> connect(node), delay);
    if (nodes.values().stream().noneMatch(each -> each.member && each.isUp())) {
      seeds.forEach(seed -> connectNow(nodes.computeIfAbsent(seed, Node::new), node));
    }
  }

  private void connectNow(Node node, Node except) {
    if (node != except && node.failures == 0) {
      connect(node);
    }
  }

  /** It answered something: it is well. */
  void answered(Node node) {
    node.failures = 0;
    node.suspect = false;
  }

  /**
   * A node that should have answered by now: it is avoided until it gives a sign of life, and
   * ejected if it gives none.
   */
  void suspect(Node node) {
    var link = node.link;
    if (node.suspect || link == null) {
      return;
    }
    node.suspect = true;
    log.debug("{} is silent, asked for a sign of life", node);
    var asked = System.nanoTime();
    link.ping();
    var unused =
        loop.schedule(
            () -> {
              if (node.link != link) {
                return;
              }
              if (link.received() - asked < 0) {
                link.close("silent for too long, ejected");
              } else {
                node.suspect = false;
              }
            },
            node.roundTrip.patience());
  }

  /**
   * Takes a pushed topology over unless it is older than what is known.
   *
   * @return whether there is a new leader, or the old one for another term
   */
  boolean update(Link from, io.quorate.proto.v1.Topology pushed) {
    var current = topology;
    var leader = leader();
    var older = Long.compareUnsigned(pushed.getTerm(), current.term()) < 0;
    if (older && leader != null && leader.isUp()) {
      return false;
    }
    // A follower that lost touch pushes "no leader" of the same term; only the leader itself knows
    // better than the others.
    if (pushed.getTerm() == current.term()
        && pushed.getLeader().isEmpty()
        && leader != null
        && leader.isUp()
        && from.node() != leader) {
      return false;
    }
    topology = Decode.topology(pushed);
    log.debug("topology from {}: {}", from.node(), topology);
    if (pushed.getNodesCount() > 0) {
      adopt(topology.nodes());
    }
    return topology.leader().isPresent()
        && (topology.term() != current.term() || !topology.leader().equals(current.leader()));
  }

  /** A node said who leads, in an error. */
  void hint(String address) {
    var node = nodes.get(address);
    if (node != null && node.member) {
      topology = new Topology(topology.term(), Optional.of(address), topology.nodes());
    }
  }

  private void adopt(List<Topology.Node> members) {
    if (discover) {
      nodes.values().forEach(node -> node.member = false);
      members.forEach(each -> nodes.computeIfAbsent(each.address(), Node::new).member = true);
    }
    for (var described : members) {
      var node = nodes.get(described.address());
      if (node == null) {
        continue;
      }
      node.name = described.name();
      node.voter = described.voter();
      node.serving = described.serving();
      if (node.failures == 0) {
        connect(node);
      }
    }
    dropSpareSeeds();
  }

  /**
   * Seeds under another name than the member's address, and former members, once a member is up.
   */
  private void dropSpareSeeds() {
    if (nodes.values().stream().noneMatch(node -> node.member && node.isUp())) {
      return;
    }
    for (var node : List.copyOf(nodes.values())) {
      var link = node.link;
      if (node.member) {
        continue;
      }
      if (link != null && !link.isIdle()) {
        var unused = loop.schedule(this::dropSpareSeeds, TimeUnit.SECONDS.toNanos(1));
        continue;
      }
      nodes.remove(node.address());
      if (link != null) {
        link.close("no member of the cluster");
      }
    }
  }

  /** Why nodes that are not up are not: {@code n1 127.0.0.1:7400: connection refused}. */
  List<String> troubles() {
    return nodes.values().stream()
        .filter(node -> !node.isUp())
        .map(node -> node + ": " + (node.trouble.isEmpty() ? "not connected yet" : node.trouble))
        .toList();
  }

  void close() {
    closed = true;
    for (var node : new ArrayList<>(nodes.values())) {
      if (node.link != null) {
        node.link.close("this client was closed");
      }
    }
  }
}
