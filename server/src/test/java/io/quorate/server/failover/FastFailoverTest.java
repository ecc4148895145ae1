package io.quorate.server.failover;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.command.TermIndex;
import io.quorate.proto.v1.LeadershipIntent;
import io.quorate.proto.v1.PeerHello;
import io.quorate.server.error.StartupException;
import io.quorate.server.replication.Campaign;
import io.quorate.server.topology.FakeReplicator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Three nodes' links on real sockets; consensus is played by the test. */
class FastFailoverTest {
  private static final long TERM = 7;

  private final Map<String, InetSocketAddress> addresses = new ConcurrentHashMap<>();
  private final List<String> started = new CopyOnWriteArrayList<>();
  private final List<Node> nodes = new ArrayList<>();

  private final class Node implements Campaign, AutoCloseable {
    final FakeReplicator replicator;
    final long lastIndex;
    final List<String> reachable = new CopyOnWriteArrayList<>();
    final Map<String, InetSocketAddress> routes;
    final List<LeadershipIntent> resignations = new CopyOnWriteArrayList<>();
    volatile boolean willing = true;
    volatile boolean fit = true;
    FastFailover failover;

    Node(String name, long lastIndex, boolean enabled, Map<String, InetSocketAddress> routes) {
      this.routes = routes;
      this.lastIndex = lastIndex;
      this.replicator = new FakeReplicator(name).voters("n1", "n2", "n3");
      if (name.equals("n1")) {
        replicator.lead(TERM);
      } else {
        replicator.follow("n1", TERM);
      }
      failover = open(0, enabled);
      nodes.add(this);
    }

    final FastFailover open(int port, boolean enabled) {
      var opened =
          new FastFailover(
              replicator,
              this,
              "127.0.0.1",
              port,
              peer -> Optional.ofNullable(routes.getOrDefault(peer.id(), addresses.get(peer.id()))),
              resignations::add,
              enabled,
              LoggerFactory.getLogger(FastFailover.class));
      addresses.putIfAbsent(
          replicator.self(),
          new InetSocketAddress(InetAddress.getLoopbackAddress(), opened.port()));
      return opened;
    }

    /**
     * Another process at the same address. Tried again: of a port in the range of clients' ports a
     * dialling peer may be the owner for a moment.
     */
    void restart() throws IOException {
      int port = failover.port();
      failover.close();
      await()
          .ignoreException(StartupException.class)
          .until(
              () -> {
                failover = open(port, true);
                return true;
              });
    }

    @Override
    public TermIndex lastEntry() {
      return new TermIndex(TERM, lastIndex);
    }

    @Override
    public boolean isFit() {
      return fit;
    }

    @Override
    public boolean start(String leader, long term) {
      if (!willing) {
        started.add(replicator.self() + " cannot");
        return false;
      }
      started.add(replicator.self() + " against " + leader + " in " + term);
      replicator.lead(term + 1);
      return true;
    }

    @Override
    public void reachable(String peer) {
      reachable.add(peer);
    }

    @Override
    public void close() throws IOException {
      failover.close();
    }
  }

  private Node node(String name, long lastIndex) {
    return new Node(name, lastIndex, true, Map.of());
  }

  private Node node(String name, long lastIndex, Relay toLeader) {
    return new Node(name, lastIndex, true, Map.of("n1", toLeader.address()));
  }

  private InetSocketAddress at(String node) {
    return Objects.requireNonNull(addresses.get(node));
  }

  private static void awaitLinks(Node... all) {
    for (Node node : all) {
      await(node.replicator.self()).until(() -> node.reachable.size() >= all.length - 1);
    }
  }

  /** As a leader does whose disk hangs. */
  private static void resign(Node leader) {
    LeadershipIntent intent =
        LeadershipIntent.newBuilder()
            .setTerm(TERM)
            .setTrigger("disk_stalled")
            .setReason("a write hangs")
            .build();
    assertTrue(leader.failover.tell("n2", intent));
    assertTrue(leader.failover.tell("n3", intent));
  }

  @AfterEach
  void close() throws IOException {
    for (Node node : nodes) {
      node.close();
    }
  }

  @Test
  void theVoterWithTheLongestLogStartsWhenTheLeadersProcessIsGone() throws IOException {
    Node leader = node("n1", 20);
    Node behind = node("n2", 18);
    Node best = node("n3", 19);
    awaitLinks(leader, behind, best);

    leader.close();

    await().until(() -> !started.isEmpty());
    assertEquals(List.of("n3 against n1 in 7"), started);
    for (Node witness : List.of(best, behind)) { // whoever wins can say who saw it
      await()
          .untilAsserted(
              () ->
                  assertEquals(
                      Set.of("n2", "n3"),
                      witness.failover.sawGone("n1", TERM),
                      witness.replicator.self()));
      assertEquals(Sight.GONE, witness.failover.sight("n1"));
    }
    assertEquals(Set.of(), best.failover.sawGone("n1", TERM - 1));
  }

  @Test
  void theNextOneStartsWhenTheBestDoesNot() throws IOException {
    Node leader = node("n1", 20);
    Node behind = node("n2", 18);
    Node best = node("n3", 19);
    best.willing = false;
    awaitLinks(leader, behind, best);

    leader.close();

    await().until(() -> started.size() >= 2);
    assertEquals(List.of("n3 cannot", "n2 against n1 in 7"), started);
  }

  @Test
  void theVotersElectAtOnceWhenTheLeaderSaysThatItLeadsNoMore() {
    Node leader = node("n1", 20);
    Node behind = node("n2", 18);
    Node best = node("n3", 19);
    awaitLinks(leader, behind, best);

    resign(leader);

    await().until(() -> !started.isEmpty());
    assertEquals(List.of("n3 against n1 in 7"), started);
    await().until(() -> !behind.resignations.isEmpty() && !best.resignations.isEmpty());
    LeadershipIntent heard = behind.resignations.getFirst();
    assertEquals("n1", heard.getNodeId());
    assertEquals(TERM, heard.getTerm());
    assertEquals("disk_stalled", heard.getTrigger());
    assertEquals("a write hangs", heard.getReason());
  }

  @Test
  void aHandOverIsToldAndStartsNothing() {
    Node leader = node("n1", 20);
    Node one = node("n2", 18);
    Node two = node("n3", 19);
    awaitLinks(leader, one, two);

    LeadershipIntent intent =
        LeadershipIntent.newBuilder()
            .setNodeId("n1")
            .setTerm(TERM)
            .setTrigger("transfer")
            .setBy("alice")
            .setTarget("n2")
            .build();
    assertTrue(leader.failover.tell("n2", intent));
    assertTrue(leader.failover.tell("n3", intent));
    assertFalse(leader.failover.tell("n9", intent));

    await().until(() -> !one.resignations.isEmpty() && !two.resignations.isEmpty());
    assertEquals(List.of(intent), one.resignations);
    assertEquals(List.of(), started);
    assertEquals(Sight.ALIVE, one.failover.sight("n1"));
  }

  @Test
  void aProcessThatTakesConnectionsAndSaysNothingIsSilent() throws IOException {
    Node leader = node("n1", 20);
    Node one = node("n2", 19);
    awaitLinks(leader, one);
    try (var still = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      addresses.put(
          "n1", new InetSocketAddress(InetAddress.getLoopbackAddress(), still.getLocalPort()));
      assertEquals(Sight.SILENT, one.failover.sight("n1"));
    }
    assertEquals(Sight.UNKNOWN, one.failover.sight("n9"));
  }

  @Test
  void aVoterWhoseDiskTakesNoWritesNeitherStartsNorCountsAsOneThatCould() throws IOException {
    Node leader = node("n1", 20);
    Node sound = node("n2", 18);
    Node stalled = node("n3", 19);
    stalled.fit = false;
    awaitLinks(leader, sound, stalled);

    resign(leader);
    await().until(() -> !sound.resignations.isEmpty() && !stalled.resignations.isEmpty());
    assertEquals(List.of(), started);
    stalled.fit = true;
    leader.close();

    await().until(() -> !started.isEmpty());
    assertEquals(List.of("n3 against n1 in 7"), started);
  }

  @Test
  void aNewProcessAtTheLeadersAddressMeansThatTheOldOneIsGone() throws IOException {
    Node leader = node("n1", 20);
    Node behind = node("n2", 18);
    Node best = node("n3", 19);
    awaitLinks(leader, behind, best);

    leader.restart();

    await().until(() -> !started.isEmpty());
    assertEquals(List.of("n3 against n1 in 7"), started);
  }

  @Test
  void nothingIsStartedWhenAFollowerIsGone() throws IOException {
    Node leader = node("n1", 20);
    Node gone = node("n2", 19);
    Node other = node("n3", 19);
    awaitLinks(leader, gone, other);
    int before = other.reachable.size();

    gone.restart();

    // It has seen the end and the new process, and had nothing to do about it.
    await().until(() -> other.reachable.size() > before && leader.reachable.size() > 2);
    assertEquals(List.of(), started);
  }

  @Test
  void nothingIsStartedWhenOnlyTheConnectionsBreak() throws IOException {
    try (var toLeader = new Relay()) {
      Node leader = node("n1", 20);
      toLeader.target(at("n1"));
      Node one = node("n2", 19, toLeader);
      Node two = node("n3", 19, toLeader);
      awaitLinks(leader, one, two);
      int before = one.reachable.size() + two.reachable.size();

      toLeader.breakConnections();

      await().until(() -> one.reachable.size() + two.reachable.size() >= before + 2);
      assertEquals(List.of(), started);
    }
  }

  @Test
  void nothingIsStartedByOneThatCannotReachALeaderWhomTheOtherReaches() throws IOException {
    try (var fromCut = new Relay();
        var fromSound = new Relay()) {
      Node leader = node("n1", 20);
      fromCut.target(at("n1"));
      fromSound.target(at("n1"));
      Node cut = node("n2", 19, fromCut);
      Node sound = node("n3", 19, fromSound);
      awaitLinks(leader, cut, sound);
      int before = fromSound.connections();

      fromCut.refuse();

      // It was told, and has looked for itself more than once.
      await().until(() -> fromSound.connections() > before + 2);
      assertEquals(List.of(), started);
    }
  }

  @Test
  void switchedOffItAnswersAndNeverStarts() throws IOException {
    Node leader = node("n1", 20);
    Node off = new Node("n2", 19, false, Map.of());
    Node alsoOff = new Node("n3", 19, false, Map.of());
    awaitLinks(leader, off, alsoOff);
    int before = off.reachable.size() + alsoOff.reachable.size();

    leader.restart();

    await().until(() -> off.reachable.size() + alsoOff.reachable.size() >= before + 2);
    assertEquals(List.of(), started);
  }

  @Test
  void aStrangerIsHungUpOn() throws IOException {
    Node node = node("n1", 20);
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), node.failover.port());
        var peer = new PeerSocket(socket)) {
      peer.write(PeerHello.newBuilder().setProtocol(1).setGroupId("another").setFrom("x").build());
      assertEquals(-1, socket.getInputStream().read());
    }
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), node.failover.port())) {
      socket
          .getOutputStream()
          .write(("GET / HTTP/1.1\r\nX: " + "x".repeat(99) + "\r\n\r\n").getBytes(US_ASCII));
      assertEquals(-1, socket.getInputStream().read());
    }
  }
}
