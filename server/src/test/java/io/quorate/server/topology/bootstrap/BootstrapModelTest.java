package io.quorate.server.topology.bootstrap;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.proto.v1.HelloReply;
import io.quorate.proto.v1.Identity;
import io.quorate.server.topology.NodeProfile;
import io.quorate.server.topology.identity.Group;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/**
 * Nodes that look for their group, with the real decisions, in a network that delays, reorders and
 * loses, while processes are killed and directories wiped at any instant. Admission to an existing
 * group is not modelled: it makes learners, who do not count here.
 */
class BootstrapModelTest {
  private static final int STEPS = 400;

  /** A message on its way. It is delivered at any later step, to the process that is there then. */
  private interface Message {
    void deliver();
  }

  /** A data directory and the process on it. Each start is another Run object. */
  private static final class Node {
    final NodeProfile profile;
    FakeIdentity identity;
    int wipes;
    Run process;

    Node(NodeProfile profile) {
      this.profile = profile;
      this.identity = new FakeIdentity(profile.name() + "#0", false);
      this.process = new Run(this);
    }

    String name() {
      return profile.name();
    }
  }

  private static final class Run {
    final Standing standing;
    final Map<String, Standing.Heard> heard = new HashMap<>();
    boolean asking;

    Run(Node node) {
      standing = new Standing(node.profile, node.identity, () -> "g" + GROUPS.next());
    }
  }

  private static final class Counter {
    private int last;

    int next() {
      return ++last;
    }
  }

  private static final Counter GROUPS = new Counter();

  private final List<Node> nodes = new ArrayList<>();
  private final List<Message> network = new ArrayList<>();
  private final Map<String, Group> groups = new HashMap<>();
  private int lived;

  private void simulate(long seed, int size, int faultPercent) {
    Random random = new Random(seed);
    nodes.clear();
    network.clear();
    groups.clear();
    String[] names = IntStream.rangeClosed(1, size).mapToObj(i -> "n" + i).toArray(String[]::new);
    for (String name : names) {
      nodes.add(new Node(DecisionTest.profile(name, names)));
    }
    for (int step = 0; step < STEPS; step++) {
      Node node = nodes.get(random.nextInt(size));
      int dice = random.nextInt(100);
      if (dice < faultPercent) {
        // The founder more often than others: what it has told to some is what can go wrong.
        restart(random.nextBoolean() ? nodes.getFirst() : node, random.nextInt(3) > 0);
      } else if (!network.isEmpty() && (dice < 50 || network.size() > 6 * size)) {
        Message message = network.remove(random.nextInt(network.size()));
        if (random.nextInt(20) > 0) {
          message.deliver();
        }
      } else {
        advance(node);
      }
      check(seed, size);
    }
    settle(seed, size, random);
  }

  /** Starts a round of questions, or ends it with the answers that came. */
  private void advance(Node node) {
    Run process = node.process;
    if (!process.asking) {
      process.asking = true;
      process.heard.clear();
      ask(node);
      return;
    }
    process.asking = false;
    if (process.standing.decide(process.heard) instanceof Decision.Enter(var group)) {
      groups.putIfAbsent(group.groupId(), group);
    }
  }

  private void ask(Node node) {
    Run process = node.process;
    FakeIdentity identity = node.identity;
    long asked = process.standing.asking();
    Identity from = node.profile.identity(identity.nodeId(), identity.rejoins());
    for (Node other : nodes) {
      if (other != node) {
        network.add(() -> answer(other, from, process, asked));
      }
    }
  }

  private void answer(Node node, Identity from, Run asker, long asked) {
    Identity.Builder self = node.profile.identity(node.identity.nodeId(), false).toBuilder();
    node.process.standing.answer(from).ifPresent(group -> self.setGroup(group.toProto()));
    HelloReply reply = HelloReply.newBuilder().setSelf(self).build();
    // Rounds of one process overlap here on purpose: a late answer is put into a later round.
    network.add(() -> asker.heard.put(node.name(), new Standing.Heard(reply, asked)));
  }

  private static void restart(Node node, boolean wiped) {
    if (wiped) {
      node.identity = new FakeIdentity(node.name() + "#" + ++node.wipes, false);
    }
    node.process = new Run(node);
  }

  /** Members of the group that live and vote in it. */
  private Set<String> living(Group group) {
    Set<String> living = new HashSet<>();
    for (Node node : nodes) {
      node.identity
          .formed()
          .filter(formed -> formed.groupId().equals(group.groupId()))
          .filter(formed -> formed.peer(node.identity.nodeId()).orElseThrow().voter())
          .ifPresent(formed -> living.add(node.identity.nodeId()));
    }
    return living;
  }

  private boolean hasQuorum(Group group) {
    return living(group).size() > group.peers().size() / 2;
  }

  private void check(long seed, int size) {
    List<String> alive =
        groups.values().stream().filter(this::hasQuorum).map(Group::groupId).toList();
    assertTrue(alive.size() <= 1, () -> "two clusters live: " + alive + describe(seed, size));
  }

  /**
   * Without further faults everybody gets a group, and nobody is stranded in one whose majority was
   * never wiped.
   */
  private void settle(long seed, int size, Random random) {
    for (int round = 0; round < 12; round++) {
      for (Node node : nodes) {
        advance(node);
        while (!network.isEmpty()) {
          network.remove(random.nextInt(network.size())).deliver();
        }
        advance(node);
        check(seed, size);
      }
    }
    boolean living = groups.values().stream().anyMatch(this::hasQuorum);
    lived += living ? 1 : 0;
    for (Node node : nodes) {
      var formed = node.identity.formed();
      if (formed.isEmpty()) {
        assertTrue(
            nodes.stream().anyMatch(other -> other.identity.formed().isPresent()),
            () -> "nobody founded a cluster" + describe(seed, size));
      } else {
        assertTrue(
            hasQuorum(formed.get()) || isMajorityWiped(formed.get()),
            () -> node.name() + " is stranded in " + formed.get().groupId() + describe(seed, size));
      }
    }
  }

  private boolean isMajorityWiped(Group group) {
    long kept =
        group.peers().stream()
            .filter(
                peer -> nodes.stream().anyMatch(node -> node.identity.nodeId().equals(peer.id())))
            .count();
    return kept <= group.peers().size() / 2;
  }

  private String describe(long seed, int size) {
    StringBuilder text = new StringBuilder("; seed " + seed + ", " + size + " nodes:");
    for (Node node : nodes) {
      text.append(' ').append(node.identity.nodeId()).append('=');
      text.append(node.identity.formed().map(Group::groupId).orElse("-"));
    }
    return text.toString();
  }

  @RepeatedTest(5)
  void twoClustersNeverLive() {
    long seed = new Random().nextLong();
    for (int run = 0; run < 500; run++) {
      simulate(seed + run, 3 + 2 * (run % 2), run % 4 * 3);
    }
    assertTrue(
        lived > 100,
        "the runs must end in living clusters often enough to mean something: "
            + lived
            + "; seed "
            + seed);
  }

  @Test
  void withoutFaultsAllEnterOneGroup() {
    for (int seed = 0; seed < 200; seed++) {
      simulate(seed, 5, 0);
      assertTrue(
          groups.size() == 1 && living(groups.values().iterator().next()).size() == 5,
          describe(seed, 5));
    }
  }
}
