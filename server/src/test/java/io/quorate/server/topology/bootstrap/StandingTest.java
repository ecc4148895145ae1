package io.quorate.server.topology.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.quorate.proto.v1.HelloReply;
import io.quorate.server.topology.NodeProfile;
import io.quorate.server.topology.identity.Group;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StandingTest {
  private final NodeProfile n1 = DecisionTest.profile("n1", "n1", "n2");
  private final NodeProfile n2 = DecisionTest.profile("n2", "n1", "n2");
  private final FakeIdentity identity = new FakeIdentity("b", false);
  private final Standing standing = new Standing(n2, identity);

  private HelloReply founded(String founder) {
    Group group =
        new Group(
            "g-" + founder,
            1,
            List.of(
                Group.Member.of(n1.address(founder), true),
                Group.Member.of(n2.address("b"), true)));
    return HelloReply.newBuilder()
        .setSelf(n1.identity(founder, false).toBuilder().setGroup(group.toProto()))
        .build();
  }

  private Decision hear(HelloReply reply, long asked) {
    return standing.decide(Map.of("n1", new Standing.Heard(reply, asked)));
  }

  @Test
  void aDelayedAnswerOfAWipedFounderIsVoidOnceItsSuccessorWasAnswered() {
    long asked = standing.asking();
    assertEquals(Optional.empty(), standing.answer(n1.identity("a2", false)));
    assertInstanceOf(Decision.Wait.class, hear(founded("a1"), asked));
    assertEquals(Optional.empty(), identity.formed());
    var entered = assertInstanceOf(Decision.Enter.class, hear(founded("a2"), asked));
    assertEquals("g-a2", entered.group().groupId());
  }

  @Test
  void aDelayedAnswerThatIsHeardFirstBindsTheNodeForTheSuccessorToo() {
    assertInstanceOf(Decision.Enter.class, hear(founded("a1"), standing.asking()));
    assertEquals("g-a1", standing.answer(n1.identity("a2", false)).orElseThrow().groupId());
  }

  @Test
  void aDelayedQuestionOfTheWipedFounderDoesNotReviveItsAnswer() {
    long asked = standing.asking();
    standing.answer(n1.identity("a2", false));
    standing.answer(n1.identity("a1", false)); // was on the way for long
    assertInstanceOf(Decision.Wait.class, hear(founded("a1"), asked));
  }

  @Test
  void aDelayedQuestionOfAWipedNodeDoesNotShutOutTheLivingOne() {
    standing.answer(n1.identity("a2", false));
    standing.answer(n1.identity("a1", false)); // was on the way for long
    long asked = standing.asking();
    assertInstanceOf(Decision.Enter.class, hear(founded("a2"), asked));
  }
}
