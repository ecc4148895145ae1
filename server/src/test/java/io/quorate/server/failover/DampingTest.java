package io.quorate.server.failover;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DampingTest {
  private static final long SECOND = 1_000_000_000;
  private final Damping damping = new Damping();

  @Test
  void oneStartForALeaderAndTerm() {
    assertTrue(damping.allows("x", 7, 1, 0));
    assertFalse(damping.allows("x", 7, 1, 60 * SECOND));
    assertFalse(damping.allows("x", 7, 2, 60 * SECOND));
    assertTrue(damping.allows("y", 7, 1, 0));
  }

  @Test
  void aLivingLeaderThatIsRefusedAgainAndAgainIsSparedForAWhile() {
    assertTrue(damping.allows("x", 7, 1, 0));
    assertFalse(damping.allows("x", 9, 1, 2 * SECOND));
    assertTrue(damping.allows("x", 9, 1, 4 * SECOND));
  }

  @Test
  void aLeaderThatWasRestartedAndDiedAgainIsNot() {
    assertTrue(damping.allows("x", 7, 1, 0));
    assertTrue(damping.allows("x", 9, 2, SECOND));
  }
}
