package io.quorate.server.topology.status;

import static io.quorate.server.topology.FakeReplicator.peer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.proto.v1.ClusterStatus;
import io.quorate.proto.v1.ErrorCode;
import io.quorate.proto.v1.NodeStatus;
import io.quorate.proto.v1.OkToStopReply;
import io.quorate.server.error.Deadline;
import io.quorate.server.error.RequestException;
import io.quorate.server.topology.FakeReplicator;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** As seen by a in {a, b, c}, mostly. */
class StatusTest {
  private final FakeReplicator raft = new FakeReplicator("a").voters("a", "b", "c").lead(5);
  private final Map<String, NodeStatus> nodes = new HashMap<>();

  StatusTest() {
    node("a", "leader", 100);
    node("b", "follower", 100);
    node("c", "follower", 100);
  }

  private void node(String id, String role, long applied) {
    nodes.put(
        id,
        NodeStatus.newBuilder()
            .setId(id)
            .setNodeId(id)
            .setRole(role)
            .setState("running")
            .setTerm(5)
            .setLeader("a")
            .setLeaderReady(role.equals("leader"))
            .setCommitIndex(100)
            .setAppliedIndex(applied)
            .setOperations(applied * 2)
            .setTimeMs(1_000_000 + applied * 10)
            .build());
  }

  private NodeStatus get(String id) {
    return Objects.requireNonNull(nodes.get(id));
  }

  private void state(String id, String state) {
    nodes.put(id, get(id).toBuilder().setState(state).build());
  }

  private StatusService service() {
    return new StatusService(
        "c",
        raft,
        () -> nodes.get("a"),
        (id, timeout) ->
            nodes.containsKey(id)
                ? CompletableFuture.completedFuture(nodes.get(id))
                : CompletableFuture.failedFuture(RequestException.unavailable("silent")));
  }

  private ClusterStatus status() {
    return service().cluster(Deadline.after(Duration.ofSeconds(1))).join();
  }

  private OkToStopReply okToStop(String node) {
    return service().okToStop(node, Deadline.after(Duration.ofSeconds(1))).join();
  }

  private NodeStatus of(String id) {
    return status().getNodesList().stream()
        .filter(node -> node.getId().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aHealthyClusterIsWritableAndToleratesOneFailure() {
    ClusterStatus status = status();
    assertTrue(status.getWritable());
    assertEquals("", status.getReason());
    assertEquals(1, status.getFailureTolerance());
    assertEquals("a", status.getLeader());
    assertEquals(100, status.getCommitIndex());
    assertEquals(
        List.of("a", "b", "c"), status.getNodesList().stream().map(NodeStatus::getId).toList());
    assertTrue(
        status.getNodesList().stream()
            .allMatch(node -> node.getVoter() && node.getReachable() && node.getLagMs() == 0));
  }

  @Test
  void aSilentMemberIsListedWithWhatIsKnown() {
    nodes.remove("c");
    ClusterStatus status = status();
    assertTrue(status.getWritable());
    assertEquals(0, status.getFailureTolerance());
    NodeStatus c = of("c");
    assertFalse(c.getReachable());
    assertEquals("unreachable", c.getState());
    assertEquals("c:0", c.getAddress());
    assertTrue(c.getVoter());
    assertEquals(-1, c.getLagMs(), "not known is not zero");
  }

  @Test
  void withoutAMajorityItSaysWhoIsMissing() {
    nodes.remove("b");
    nodes.remove("c");
    ClusterStatus status = status();
    assertFalse(status.getWritable());
    assertEquals("no majority: 1 of 3 voters can be reached, not b, c", status.getReason());
    assertEquals(0, status.getFailureTolerance());
  }

  @Test
  void aFullOrHaltedVoterDoesNotCountAlthoughItAnswers() {
    state("b", "disk_full");
    assertEquals(0, status().getFailureTolerance());
    state("c", "halted");
    assertFalse(status().getWritable());
    assertTrue(of("c").getReachable());
  }

  @Test
  void withoutALeaderItIsNotWritableButStillAnswers() {
    node("a", "candidate", 90);
    assertEquals("no leader: an election is under way", status().getReason());
    assertEquals("", status().getLeader());
    assertEquals(10, of("a").getLagEntries(), "behind the highest commit index known");
    nodes.put("a", get("a").toBuilder().setRole("leader").build());
    assertEquals("leader a is not ready yet", status().getReason());
  }

  @Test
  void ofTwoThatClaimToLeadTheHigherTermIsBelieved() {
    node("b", "leader", 100);
    nodes.put("b", get("b").toBuilder().setTerm(6).build());
    assertEquals("b", status().getLeader());
    assertEquals(6, status().getTerm());
  }

  @Test
  void lagIsMeasuredAgainstTheLeader() {
    node("b", "follower", 60);
    NodeStatus b = of("b");
    assertEquals(40, b.getLagEntries());
    assertEquals(80, b.getLagOperations());
    assertEquals(400, b.getLagMs());
    nodes.put("b", get("b").toBuilder().setTimeMs(0).build());
    assertEquals(-1, of("b").getLagMs());
  }

  @Test
  void duringAJointConfigurationTheWorseMajorityCounts() {
    raft.joint(Set.of("a", "b", "c"), Set.of("a", "d", "e"));
    ClusterStatus status = status();
    assertFalse(status.getWritable());
    assertTrue(status.getReason().endsWith("not d, e"), status.getReason());
  }

  @Test
  void stoppingOneOfThreeIsFineAndToleratesNoMore() {
    OkToStopReply reply = okToStop("b");
    assertTrue(reply.getOk(), reply::toString);
    assertEquals(0, reply.getFailureToleranceAfter());
    assertTrue(
        reply.getConsequencesList().contains("no further voter may fail while it is stopped"));
    assertTrue(reply.getConsequencesList().stream().anyMatch(text -> text.contains("ALL")));
  }

  @Test
  void stoppingTheLeaderIsFineAndHandsOver() {
    OkToStopReply reply = okToStop("a");
    assertTrue(reply.getOk());
    assertTrue(reply.getConsequencesList().getFirst().contains("a leads"));
  }

  @Test
  void stoppingTheSecondOfThreeIsNot() {
    nodes.remove("c");
    OkToStopReply reply = okToStop("b");
    assertFalse(reply.getOk());
    assertEquals(
        "without b no majority would be left: only a of 3 voters; reads and writes would stop",
        reply.getReason());
    OkToStopReply down = okToStop("c");
    assertTrue(down.getOk(), "it is down already");
    assertTrue(down.getConsequencesList().getFirst().contains("changes nothing"));
  }

  @Test
  void stoppingTheOnlyNodeIsNot() {
    raft.voters("a");
    assertFalse(okToStop("a").getOk());
    assertTrue(okToStop("a").getReason().contains("only voter"));
  }

  @Test
  void stoppingALearnerNeverStopsWrites() {
    raft.members(List.of(peer("a"), peer("b")), List.of(peer("c")));
    OkToStopReply reply = okToStop("c");
    assertTrue(reply.getOk());
    assertTrue(
        reply.getConsequencesList().stream().anyMatch(text -> text.contains("does not vote")));
    assertFalse(okToStop("b").getOk());
  }

  @Test
  void aClusterWithoutMajorityIsNotMadeWorseSilently() {
    nodes.remove("b");
    nodes.remove("c");
    OkToStopReply reply = okToStop("b");
    assertFalse(reply.getOk());
    assertTrue(reply.getReason().contains("no majority as it is"));
  }

  @Test
  void aRemainingMajorityThatNeedsALaggardIsSaid() {
    node("c", "follower", 1);
    nodes.replaceAll(
        (id, node) ->
            node.toBuilder()
                .setCommitIndex(5000)
                .setAppliedIndex(id.equals("c") ? 1 : 5000)
                .build());
    OkToStopReply reply = okToStop("b");
    assertTrue(reply.getOk());
    assertTrue(
        reply.getConsequencesList().stream()
            .anyMatch(text -> text.contains("needs a voter that is behind")),
        reply::toString);
  }

  @Test
  void anUnknownNodeIsNotFound() {
    CompletionException failure = assertThrows(CompletionException.class, () -> okToStop("x"));
    RequestException cause = assertInstanceOf(RequestException.class, failure.getCause());
    assertEquals(ErrorCode.NOT_FOUND, cause.error().getCode());
  }

  @Test
  void theLeaderSaysWhatKeepsAMemberFromItsPlaceUnlessThatOneKnowsBetter() {
    nodes.put(
        "a",
        get("a").toBuilder().putSetbacks("b", "b is behind").putSetbacks("c", "c waits").build());
    nodes.put("c", get("c").toBuilder().setReason("its disk is full").build());
    assertEquals(
        List.of("", "b is behind", "its disk is full"),
        status().getNodesList().stream().map(NodeStatus::getReason).toList());
  }
}
