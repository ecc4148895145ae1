package io.quorate.server.topology.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.proto.v1.HelloRequest;
import io.quorate.proto.v1.Identity;
import io.quorate.proto.v1.JoinReply;
import io.quorate.server.error.RequestException;
import io.quorate.server.error.StartupException;
import io.quorate.server.replication.Leadership;
import io.quorate.server.replication.Role;
import io.quorate.server.topology.FakeNetwork;
import io.quorate.server.topology.FakeReplicator;
import io.quorate.server.topology.NodeProfile;
import io.quorate.server.topology.identity.Group;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  private final FakeNetwork network = new FakeNetwork();

  private final class Node {
    final FakeIdentity identity;
    final HelloService hello;
    final Bootstrap bootstrap;

    Node(NodeProfile profile, String id) {
      identity = new FakeIdentity(id, false);
      Standing standing = new Standing(profile, identity);
      hello = new HelloService(profile, identity, standing);
      bootstrap = new Bootstrap(profile, identity, standing, network);
      network.answers(profile.grpc(), hello::hello);
    }
  }

  @Test
  void threeNodesFoundOneCluster() throws Exception {
    List<Node> nodes = new ArrayList<>();
    for (String name : List.of("n3", "n1", "n2")) {
      nodes.add(new Node(DecisionTest.profile(name, "n1", "n2", "n3"), "id-" + name));
    }
    Set<Group> entered = new HashSet<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Group> group :
          threads.invokeAll(
              nodes.stream().<Callable<Group>>map(node -> node.bootstrap::run).toList(),
              20,
              TimeUnit.SECONDS)) {
        entered.add(group.get());
      }
    }
    assertEquals(1, entered.size(), entered::toString);
    assertEquals(3, entered.iterator().next().voters().size());
  }

  @Test
  void anEmptyNodeJoinsAsALearnerAndSurvivesARefusal() throws Exception {
    Group group =
        new Group(
            "g", 1, List.of(Group.Member.of(DecisionTest.profile("n1").address("id-n1"), true)));
    Node n1 = new Node(DecisionTest.profile("n1", "n1", "n2"), "id-n1");
    n1.identity.enter(group);
    AtomicInteger asked = new AtomicInteger();
    network.admits(
        "n1:0",
        request -> {
          if (asked.incrementAndGet() == 1) {
            return JoinReply.newBuilder()
                .setError(RequestException.refused("not yet").error())
                .build();
          }
          Identity from = request.getFrom();
          List<Group.Member> members = new ArrayList<>(group.peers());
          members.add(
              new Group.Member(
                  from.getNodeId(),
                  from.getName(),
                  from.getGrpc(),
                  from.getRaft(),
                  from.getHttp(),
                  false));
          return JoinReply.newBuilder().setGroup(new Group("g", 1, members).toProto()).build();
        });
    Node n2 = new Node(DecisionTest.profile("n2", "n1", "n2"), "id-n2");
    Group joined = n2.bootstrap.run();
    assertEquals(2, asked.get());
    assertFalse(joined.peer("id-n2").orElseThrow().voter());
    assertEquals(joined, n2.identity.formed().orElseThrow());
  }

  @Test
  void aConfigurationThatCanNeverWorkEndsTheStart() {
    Node n1 = new Node(DecisionTest.profile("n1", "n1", "n2"), "id-n1");
    new Node(DecisionTest.profile("n2", "n2", "n3"), "id-n2");
    String message =
        String.valueOf(assertThrows(StartupException.class, n1.bootstrap::run).getMessage());
    assertTrue(
        message.contains("[n1=n1:0, n2=n2:0]") && message.contains("[n2=n2:0, n3=n3:0]"), message);
  }

  /** Of three that are configured, those with another directory, started before it. */
  private Node startedBeside(String... others) {
    for (String name : others) {
      Node other = new Node(DecisionTest.profile(name, "n1", "n2", "n3"), name);
      other.identity.enter(group("theirs"));
    }
    Node n1 = new Node(DecisionTest.profile("n1", "n1", "n2", "n3"), "n1");
    n1.identity.enter(group("ours"));
    return n1;
  }

  /** Both clusters name their members alike. */
  private static Group group(String id) {
    return new Group(
        id,
        1,
        Stream.of("n1", "n2", "n3")
            .map(name -> Group.Member.of(FakeReplicator.peer(name), true))
            .toList());
  }

  @Test
  void theDirectoryOfAnotherClusterOfTheSameNameEndsTheStart() {
    Node n1 = startedBeside("n2", "n3");
    String message =
        String.valueOf(assertThrows(StartupException.class, n1.bootstrap::run).getMessage());
    assertTrue(
        message.contains("group ours")
            && message.contains("[n2, n3]")
            && message.contains("group theirs"),
        message);
  }

  @Test
  void oneMemberWithAnotherDirectoryDoesNotKeepTheRestFromStarting() throws Exception {
    assertEquals("ours", startedBeside("n2").bootstrap.run().groupId());
  }

  @Test
  void aRunningMemberTellsTheMembershipInForceAndItsLeader() {
    Node n1 = new Node(DecisionTest.profile("n1"), "n1");
    n1.identity.enter(
        new Group("group", 1, List.of(Group.Member.of(FakeReplicator.peer("n1"), true))));
    var replicator =
        new FakeReplicator("n1")
            .members(List.of(FakeReplicator.peer("n1")), List.of(FakeReplicator.peer("n2")));
    replicator.become(new Leadership(Role.LEADER, 7, "n1", true));
    List<String> greeted = new ArrayList<>();
    n1.hello.started(replicator, from -> greeted.add(from.getName()));
    var reply =
        n1.hello.hello(
            HelloRequest.newBuilder().setFrom(Identity.newBuilder().setName("n2")).build());
    assertEquals("n1:0", reply.getLeaderGrpc());
    assertEquals(7, reply.getTerm());
    assertEquals(List.of("n2"), greeted);
    Group told = Group.of(reply.getSelf().getGroup());
    assertTrue(told.peer("n1").orElseThrow().voter() && !told.peer("n2").orElseThrow().voter());
  }
}
