package io.quorate.chaos.fault;

import io.quorate.chaos.cluster.ClusterNode;
import io.quorate.chaos.cluster.Shell;
import io.quorate.chaos.cluster.Site;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A network of namespaces, one for each node, on a bridge in the namespace of this JVM, so that the
 * tests' clients reach all nodes whatever is cut between them. Links can be cut and made lossy
 * while connections live on them.
 */
public final class Network implements Site, AutoCloseable {
  private static final String SUBNET = "10.77.0.";
  private static final String CLIENTS = SUBNET + "100";
  private static final int PORT = 7400;
  private static final String PATH = "/usr/sbin:/usr/bin:/sbin:/bin";

  // `cut` drops what comes from its addresses; the other chains are filled while there is
  // something.
  private static final String RULES =
      "table inet chaos { set cut { type ipv4_addr; };"
          + " chain in { type filter hook input priority -10; ip saddr @cut drop; };"
          + " chain loss { type filter hook input priority -9; };"
          + " chain refuse { type filter hook input priority -8; };"
          + " chain replies { type filter hook output priority -8; }; }";

  private final List<String> namespaces = new ArrayList<>();
  private final Map<ClusterNode, DelayLine> delays = new HashMap<>();

  private Network() {}

  public static Network create() {
    sh("ip link add br0 type bridge");
    sh("ip link set br0 up");
    sh("ip addr add " + CLIENTS + "/24 dev br0");
    return new Network();
  }

  @Override
  public Place place(int number) {
    var namespace = "q" + number;
    sh("ip netns add " + namespace);
    namespaces.add(namespace);
    sh("ip link add v" + number + " type veth peer name eth0 netns " + namespace);
    sh("ip link set v" + number + " master br0 up");
    sh("ip -n " + namespace + " link set lo up");
    sh("ip -n " + namespace + " addr add " + SUBNET + number + "/24 dev eth0");
    sh("ip -n " + namespace + " link set eth0 up");
    nft(namespace, RULES);
    var ip = Shell.run("sh", "-c", "PATH=$PATH:" + PATH + " command -v ip");
    return new Place(SUBNET + number, PORT, List.of(ip, "netns", "exec", namespace));
  }

  /** Cuts {@code node} off from all other nodes, both ways, and not from this JVM. */
  public void isolate(ClusterNode node, List<ClusterNode> all) {
    for (var other : all) {
      if (other != node) {
        cut(node, other);
      }
    }
  }

  /** Cuts the link between two nodes, both ways. */
  public void cut(ClusterNode one, ClusterNode other) {
    cutOneWay(one, other);
    cutOneWay(other, one);
  }

  /** What {@code from} sends does not arrive at {@code to}, also not what acknowledges packets. */
  public void cutOneWay(ClusterNode from, ClusterNode to) {
    nft(namespace(to), "add element inet chaos cut { " + ip(from) + " }");
  }

  /** {@code node} sends at most so many kilobits in a second, to whomever. */
  public void slow(ClusterNode node, int kilobits) {
    sh(
        "ip netns exec %s tc qdisc add dev eth0 root tbf rate %dkbit burst 4kb latency 400ms"
            .formatted(namespace(node), kilobits));
  }

  /** Ends {@link #slow}. */
  public void unslow(ClusterNode node) {
    sh("ip netns exec " + namespace(node) + " tc qdisc del dev eth0 root");
  }

  /**
   * Every packet to and from {@code node} takes {@code delay} longer, and up to {@code jitter}
   * more, each for itself: they overtake one another.
   */
  public void delay(ClusterNode node, Duration delay, Duration jitter, SplittableRandom random) {
    var number = namespace(node).substring(1);
    delays.put(node, new DelayLine("near" + number, "far" + number, delay, jitter, random));
    sh("ip link add d" + number + " type bridge");
    sh("ip link set near" + number + " master br0 up");
    sh("ip link set far" + number + " master d" + number + " up");
    sh("ip link set d" + number + " up");
    sh("ip link set v" + number + " master d" + number);
  }

  /** Ends {@link #delay}; what was on its way is lost. */
  public void undelay(ClusterNode node) {
    var line = delays.remove(node);
    if (line == null) {
      return;
    }
    var number = namespace(node).substring(1);
    sh("ip link set v" + number + " master br0");
    sh("ip link del d" + number);
    line.close();
  }

  /**
   * {@code percent} of what arrives at {@code node} from other nodes is lost, which TCP turns into
   * delay.
   */
  public void lose(ClusterNode node, int percent) {
    nft(
        namespace(node),
        "add rule inet chaos loss ip saddr != "
            + CLIENTS
            + " numgen random mod 100 < "
            + percent
            + " drop");
  }

  /**
   * {@code from} is refused at a port of {@code to} as if nobody listened there, and what it has
   * there is reset: a firewall with a new rule, or a wrong one.
   */
  public void refuse(ClusterNode from, ClusterNode to, int port) {
    nft(
        namespace(to),
        "add rule inet chaos refuse ip saddr %s tcp dport %d reject with tcp reset"
            .formatted(ip(from), port));
    reset(from, to, port);
  }

  /** The connections that {@code from} has to a port of {@code to} break. */
  public void reset(ClusterNode from, ClusterNode to, int port) {
    sh("ip netns exec %s ss -H -K -t dst %s dport = %d".formatted(namespace(from), ip(to), port));
  }

  /** What a port of {@code node} sends to this JVM's clients does not arrive; they are heard. */
  public void mute(ClusterNode node, int port) {
    nft(
        namespace(node),
        "add rule inet chaos replies ip daddr %s tcp sport %d drop".formatted(CLIENTS, port));
  }

  /** Ends {@link #mute} with the connections it struck, so that no reply of that time arrives. */
  public void unmute(ClusterNode node, int port) {
    sh("ip netns exec %s ss -H -K -t dst %s sport = %d".formatted(namespace(node), CLIENTS, port));
    nft(namespace(node), "flush chain inet chaos replies");
    sh("ss -H -K -t dst %s dport = %d".formatted(ip(node), port));
  }

  /** All links are whole again; slow and delayed ones stay so. */
  public void heal() {
    for (var namespace : namespaces) {
      nft(namespace, "flush set inet chaos cut");
      nft(namespace, "flush chain inet chaos loss");
      nft(namespace, "flush chain inet chaos refuse");
    }
  }

  private static String ip(ClusterNode node) {
    return node.address().substring(0, node.address().indexOf(':'));
  }

  private static String namespace(ClusterNode node) {
    return "q" + ip(node).substring(SUBNET.length());
  }

  private static void nft(String namespace, String rules) {
    Shell.run(
        "sh",
        "-c",
        "PATH=$PATH:" + PATH + " exec ip netns exec \"$0\" nft \"$1\"",
        namespace,
        rules);
  }

  private static void sh(String command) {
    Shell.run("sh", "-c", "PATH=$PATH:" + PATH + " exec " + command);
  }

  /** Removes it all; the processes in it must have ended. */
  @Override
  public void close() {
    List.copyOf(delays.keySet()).forEach(this::undelay);
    // The links first: those of a namespace go at some time after it, and their names are needed.
    namespaces.forEach(namespace -> sh("ip link del v" + namespace.substring(1)));
    namespaces.forEach(namespace -> sh("ip netns del " + namespace));
    sh("ip link del br0");
  }
}
