package io.quorate.server.topology.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.proto.v1.HelloReply;
import io.quorate.proto.v1.Identity;
import io.quorate.server.topology.FakeReplicator;
import io.quorate.server.topology.NodeProfile;
import io.quorate.server.topology.identity.Group;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DecisionTest {
  private static final String[] ALL = {"n1", "n2", "n3"};

  static NodeProfile profile(String name, String... members) {
    return new NodeProfile(
        "c",
        name,
        name + ":0",
        name + ":1",
        name + ":2",
        Stream.of(members)
            .collect(Collectors.toMap(m -> m, m -> m + ":0", (a, b) -> a, TreeMap::new)),
        "voter",
        "0.1.0");
  }

  private static HelloReply answer(String name, UnaryOperator<Identity.Builder> change) {
    return HelloReply.newBuilder()
        .setSelf(change.apply(profile(name, ALL).identity("id-" + name, false).toBuilder()))
        .build();
  }

  private static HelloReply answer(String name) {
    return answer(name, UnaryOperator.identity());
  }

  private static HelloReply member(String name, String leader, String... peers) {
    Group group =
        new Group(
            "g",
            1,
            Stream.of(peers)
                .map(p -> new Group.Member("id-" + p, p, p + ":0", p + ":1", "", true))
                .toList());
    return answer(name, identity -> identity.setGroup(group.toProto())).toBuilder()
        .setLeaderGrpc(leader)
        .build();
  }

  private static Decision decide(String name, Map<String, HelloReply> answers) {
    return Decision.decide(profile(name, ALL), new FakeIdentity("id-" + name, false), answers);
  }

  private static String failure(Map<String, HelloReply> answers) {
    return assertInstanceOf(Decision.Fail.class, decide("n1", answers)).reason();
  }

  private static String waiting(String name, Map<String, HelloReply> answers) {
    return assertInstanceOf(Decision.Wait.class, decide(name, answers)).reason();
  }

  @Test
  void aNodeAloneFoundsItsCluster() {
    for (NodeProfile alone : List.of(profile("n1"), profile("n1", "n1"))) {
      Decision decision = Decision.decide(alone, new FakeIdentity("id", false), Map.of());
      var founded = assertInstanceOf(Decision.Found.class, decision);
      assertEquals(List.of(Group.Member.of(alone.address("id"), true)), founded.voters());
    }
  }

  @Test
  void theFirstByNameFoundsWhenAllAnswered() {
    var founded =
        assertInstanceOf(
            Decision.Found.class, decide("n1", Map.of("n2", answer("n2"), "n3", answer("n3"))));
    assertEquals(
        List.of("id-n1", "id-n2", "id-n3"),
        founded.voters().stream().map(Group.Member::id).toList());
    assertTrue(founded.voters().stream().allMatch(Group.Member::voter));
  }

  @Test
  void theOthersWaitForTheFirst() {
    assertEquals(
        "waiting for n1 to found the cluster",
        waiting("n2", Map.of("n1", answer("n1"), "n3", answer("n3"))));
  }

  @Test
  void aMajorityIsNotEnoughToFound() {
    assertEquals("waiting for n3 (n3:0)", waiting("n1", Map.of("n2", answer("n2"))));
    assertEquals("waiting for n2 (n2:0), n3 (n3:0)", waiting("n1", Map.of()));
  }

  @Test
  void aGroupThatListsThisIdentityIsEntered() {
    var entered =
        assertInstanceOf(
            Decision.Enter.class,
            decide("n2", Map.of("n1", member("n1", "", "n1", "n2", "n3"), "n3", answer("n3"))));
    assertEquals("g", entered.group().groupId());
  }

  @Test
  void aGroupWithoutThisIdentityIsAskedForAdmissionLeaderFirst() {
    var join =
        assertInstanceOf(
            Decision.AskToJoin.class,
            decide(
                "n1",
                new TreeMap<>(
                    Map.of(
                        "n2",
                        member("n2", "n3:0", "n2", "n3"),
                        "n3",
                        member("n3", "n3:0", "n2", "n3")))));
    assertEquals(List.of("n3:0", "n2:0"), join.addresses());
  }

  @Test
  void oneMemberLeftStopsAMajorityThatWasWipedFromFounding() {
    assertInstanceOf(
        Decision.AskToJoin.class,
        decide("n1", Map.of("n2", answer("n2"), "n3", member("n3", "", "n1-old", "n2-old", "n3"))));
  }

  @Test
  void membersThatLostTheirLogsDoNotFound() {
    String reason =
        waiting(
            "n1",
            Map.of("n2", answer("n2"), "n3", answer("n3", identity -> identity.setRejoins(true))));
    assertTrue(reason.contains("n3 had it once"), reason);
    Decision own = Decision.decide(profile("n1"), new FakeIdentity("id-n1", true), Map.of());
    assertTrue(assertInstanceOf(Decision.Wait.class, own).reason().contains("n1 had it once"));
  }

  @Test
  void aNodeOutsideTheInitialMembersOnlyJoins() {
    NodeProfile fourth = profile("n4", ALL);
    var self = new FakeIdentity("id-n4", false);
    Map<String, HelloReply> unformed =
        Map.of("n1", answer("n1"), "n2", answer("n2"), "n3", answer("n3"));
    assertInstanceOf(Decision.Wait.class, Decision.decide(fourth, self, unformed));
    Map<String, HelloReply> formed = Map.of("n1", member("n1", "n1:0", ALL));
    assertInstanceOf(Decision.AskToJoin.class, Decision.decide(fourth, self, formed));
  }

  @Test
  void differentInitialMembersFailWithBothLists() {
    String reason =
        failure(
            Map.of(
                "n2",
                answer(
                    "n2",
                    identity -> identity.clearInitialMembers().addInitialMembers("n2=n2:0"))));
    assertTrue(
        reason.contains("[n1=n1:0, n2=n2:0, n3=n3:0]") && reason.contains("[n2=n2:0]"), reason);
  }

  @Test
  void aClusterThatExistsMayHaveGrownSince() {
    HelloReply grown = member("n2", "n2:0", "n2", "n3").toBuilder().build();
    HelloReply other =
        grown.toBuilder()
            .setSelf(grown.getSelf().toBuilder().clearInitialMembers().addInitialMembers("n2=n2:0"))
            .build();
    assertInstanceOf(Decision.AskToJoin.class, decide("n1", Map.of("n2", other)));
  }

  @Test
  void anotherClusterProtocolOrNameFails() {
    assertTrue(failure(Map.of("n2", answer("n2", i -> i.setCluster("d")))).contains("\"d\""));
    assertTrue(failure(Map.of("n2", answer("n2", i -> i.setProtocol(2)))).contains("protocol 2"));
    assertTrue(failure(Map.of("n2", answer("n2", i -> i.setName("n9")))).contains("named n9"));
  }

  @Test
  void aFormedNodeStartsWhateverOthersSay() {
    var self = new FakeIdentity("id-n1", false);
    Group own =
        new Group("own", 1, List.of(Group.Member.of(FakeReplicator.peer("id-n1", "n1"), true)));
    self.enter(own);
    assertEquals(
        new Decision.Enter(own),
        Decision.decide(
            profile("n1", ALL), self, Map.of("n2", answer("n2", i -> i.setCluster("d")))));
  }
}
