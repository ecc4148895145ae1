package io.quorate.client.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SessionTest {
  private final Session session = new Session(1, 1_000, 0);

  private void begin(int count) {
    for (var i = 0; i < count; i++) {
      var unused = session.begin(0);
    }
  }

  @Test
  void theMarkIsTheHighestSequenceWithoutAGapBelow() {
    begin(3);
    session.end(2);
    assertEquals(0, session.acknowledged());
    session.end(1);
    assertEquals(2, session.acknowledged());
    session.end(2);
    session.end(3);
    assertEquals(3, session.acknowledged());
  }

  @Test
  void anUnknownSequenceHoldsTheMarkUntilItIsSettled() {
    begin(2);
    session.endUnknown(1);
    session.end(2);
    assertEquals(0, session.acknowledged());
    assertFalse(session.isSettled());
    session.end(1);
    assertEquals(2, session.acknowledged());
    assertTrue(session.isSettled());
  }

  @Test
  void theOldestUnknownIsGivenUpWhenThereAreTooMany() {
    begin(Session.MOST_UNKNOWN + 1);
    for (var sequence = 1; sequence <= Session.MOST_UNKNOWN; sequence++) {
      session.endUnknown(sequence);
    }
    assertEquals(0, session.acknowledged());
    session.endUnknown(Session.MOST_UNKNOWN + 1);
    assertEquals(1, session.acknowledged());
  }

  @Test
  void oneUnknownDoesNotHoldResultsWithoutBound() {
    begin(Session.MOST_HELD + 2);
    session.endUnknown(1);
    for (var sequence = 2; sequence <= Session.MOST_HELD + 1; sequence++) {
      session.end(sequence);
    }
    assertEquals(0, session.acknowledged());
    session.end(Session.MOST_HELD + 2);
    assertEquals(Session.MOST_HELD + 2, session.acknowledged());
  }

  @Test
  void aCallInFlightIsNeverGivenUp() {
    begin(Session.MOST_HELD + 10);
    for (var sequence = 2; sequence <= Session.MOST_HELD + 10; sequence++) {
      session.end(sequence);
    }
    assertEquals(0, session.acknowledged());
    session.end(1);
    assertEquals(Session.MOST_HELD + 10, session.acknowledged());
  }

  @Test
  void aSessionThatWasIdleForHalfItsTimeIsStale() {
    assertFalse(session.isStale(500));
    assertTrue(session.isStale(501));
    var unused = session.begin(400);
    assertFalse(session.isStale(900));
  }
}
