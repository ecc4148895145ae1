package io.quorate.chaos.nemesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TollTest {
  @ParameterizedTest
  @ValueSource(ints = {3, 5})
  void besideAMinorityNobodyElseMayBeSilenced(int nodes) {
    assertTrue(Toll.MINORITY.leavesMajority(nodes));
    assertTrue(Toll.MINORITY.plus(Toll.NONE).leavesMajority(nodes));
    assertFalse(Toll.MINORITY.plus(Toll.ONE).leavesMajority(nodes));
    assertFalse(Toll.ONE.plus(Toll.MINORITY).leavesMajority(nodes));
    assertFalse(Toll.MINORITY.plus(Toll.MINORITY).leavesMajority(nodes));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 5})
  void soManyMayBeSilencedThatAMajorityIsLeft(int nodes) {
    assertTrue(Toll.ONE.leavesMajority(nodes));
    assertEquals(nodes == 5, Toll.ONE.plus(Toll.ONE).leavesMajority(nodes));
    assertFalse(Toll.ALL.leavesMajority(nodes));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 5})
  void aMinorityMayLoseItsData(int nodes) {
    assertTrue(Toll.DATA_OF_ONE.leavesData(nodes));
    assertEquals(nodes == 5, Toll.DATA_OF_ONE.plus(Toll.DATA_OF_ONE).leavesData(nodes));
  }
}
