package io.quorate.server.topology.membership;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SaidTest {
  private final Said said = new Said();

  @Test
  void whatWasJustSaidIsNoNewsWhateverItsNumbers() {
    assertTrue(said.isNews("d", "d is 8900 entries behind"));
    assertFalse(said.isNews("d", "d is 10 entries behind"));
    assertTrue(said.isNews("e", "d is 10 entries behind"), "of somebody else");
    assertTrue(said.isNews("d", "d has not answered for 1200 ms"));
    assertTrue(said.isNews("d", "d is 10 entries behind"), "again");
  }

  @Test
  void whatIsForgottenIsNewsAgain() {
    assertTrue(said.isNews("d", "late"));
    assertTrue(said.isNews("e", "late"));
    said.forget("d");
    assertTrue(said.isNews("d", "late"));
    assertFalse(said.isNews("e", "late"));
    said.clear();
    assertTrue(said.isNews("e", "late"));
  }

  @Test
  void onlyTheLastSubjectsAreRemembered() {
    assertTrue(said.isNews("first", "late"));
    assertTrue(said.isNews("second", "late"));
    assertFalse(said.isNews("first", "late"), "which makes it the newer one");
    for (int i = 0; i < Said.MOST - 1; i++) {
      assertTrue(said.isNews("n" + i, "late"));
    }
    assertFalse(said.isNews("first", "late"));
    assertTrue(said.isNews("second", "late"));
  }
}
