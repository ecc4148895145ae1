package io.quorate.chaos.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.client.NodeStatus;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That states which differ are told, and that only equal ones pass for equal. */
class DigestsTest {
  private static final String ONE = "3b1f0c52a9e84d7760c2f1de95a7b38c";
  private static final String OTHER = "d4a86f0be1937c25580e6b9c7712fa03";

  @Test
  void differentStatesOfTheSameEntriesAreToldWithTheirNodes() {
    var digests = of(status("n1", 40, ONE), status("n2", 40, ONE), status("n3", 40, OTHER));
    var failure = assertThrows(AssertionError.class, digests::areEqual);
    assertEquals(
        "the states differ at index 40: n1 has digest " + ONE + ", n3 has " + OTHER,
        failure.getMessage());
  }

  @Test
  void statesThatDifferAreToldWhileAnotherNodeIsBehind() {
    var digests = of(status("n1", 40, ONE), status("n2", 39, ONE), status("n3", 40, OTHER));
    assertThrows(AssertionError.class, digests::areEqual);
  }

  @Test
  void allNodesWithTheSameStateAreEqual() {
    assertTrue(of(status("n1", 40, ONE), status("n2", 40, ONE), status("n3", 40, ONE)).areEqual());
  }

  @Test
  void aNodeThatIsBehindOrSilentOrHasNoDigestIsWaitedFor() {
    assertFalse(of(status("n1", 40, ONE), status("n2", 40, ONE), status("n3", 39, ONE)).areEqual());
    assertFalse(of(status("n1", 40, ONE), status("n2", 40, ONE)).areEqual());
    assertFalse(of(status("n1", 0, ""), status("n2", 0, ""), status("n3", 0, "")).areEqual());
    assertFalse(of().areEqual());
  }

  private static Digests<String> of(NodeStatus... answers) {
    var status = new LinkedHashMap<String, NodeStatus>();
    for (var answer : answers) {
      status.put(answer.id(), answer);
    }
    return new Digests<>(status, List.of("n1", "n2", "n3"));
  }

  private static NodeStatus status(String node, long index, String digest) {
    return new NodeStatus(
        node,
        "",
        "",
        "",
        "",
        "follower",
        true,
        "running",
        true,
        "",
        "n1",
        false,
        1,
        index,
        index,
        index,
        0,
        0,
        0,
        0,
        "",
        digest,
        index,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0);
  }
}
