package io.quorate.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.quorate.bench.compare.Verdict.Kept;
import io.quorate.bench.compare.Verdict.Lost;
import io.quorate.bench.compare.Verdict.NotMeasured;
import io.quorate.bench.compare.Verdict.Unclear;
import io.quorate.bench.turns.Measured;
import io.quorate.bench.turns.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What counts as a loss. */
class VerdictTest {
  private static final double LOSS = 10;

  private static final List<Double> HUNDRED = List.of(95.0, 100.0, 105.0);

  @Test
  void equalSidesKeepWhatTheyHave() {
    assertEquals(new Kept(), cpu(HUNDRED, HUNDRED));
    assertEquals(new Kept(), rate(HUNDRED, HUNDRED));
  }

  @Test
  void moreProcessorTimeWithSpreadsApartIsALoss() {
    assertEquals(
        new Lost(List.of("the nodes' processor time of an operation is 20.0 % higher")),
        cpu(List.of(119.0, 120.0, 121.0), HUNDRED));
  }

  @Test
  void aLowerRateWithSpreadsApartIsALoss() {
    assertEquals(
        new Lost(List.of("the rate is 20.0 % lower")), rate(List.of(81.0, 80.0, 79.0), HUNDRED));
  }

  @Test
  void whatIsBetterIsNoLoss() {
    assertEquals(new Kept(), cpu(List.of(49.0, 50.0, 51.0), HUNDRED));
    assertEquals(new Kept(), rate(List.of(199.0, 200.0, 201.0), HUNDRED));
  }

  @Test
  void whatIsWithinTheLossIsKeptHoweverSureItIs() {
    assertEquals(new Kept(), cpu(List.of(110.0, 110.0, 110.0), HUNDRED));
    assertEquals(new Kept(), rate(List.of(90.0, 90.0, 90.0), HUNDRED));
    assertInstanceOf(Lost.class, Verdict.of(Rows.ofRates(List.of(90.0), HUNDRED), 5));
  }

  @Test
  void whereSpreadsOverlapItMayBeChance() {
    assertEquals(
        new Unclear(List.of("the nodes' processor time of an operation is 20.0 % higher")),
        cpu(List.of(104.0, 120.0, 121.0), HUNDRED));
    assertEquals(
        new Unclear(List.of("the rate is 20.0 % lower")), rate(List.of(95.0, 80.0, 79.0), HUNDRED));
  }

  @Test
  void anUnclearFigureDoesNotHideALoss() {
    var row = Rows.of(HUNDRED, HUNDRED, List.of(79.0, 80.0, 81.0), HUNDRED);
    assertInstanceOf(Kept.class, Verdict.of(row, 20));
    var both = Rows.of(List.of(104.0, 120.0, 121.0), HUNDRED, List.of(79.0, 80.0, 81.0), HUNDRED);
    assertEquals(new Lost(List.of("the rate is 20.0 % lower")), Verdict.of(both, LOSS));
  }

  @Test
  void halfARowIsNoVerdict() {
    var half = Rows.broken("n2 has ended", List.of(10.0, 10.0), List.of(100.0));
    assertEquals(new NotMeasured("n2 has ended"), Verdict.of(half, LOSS));
    var none = new Measured(Row.GET_1, List.of(), List.of(), "no cluster");
    assertEquals(new NotMeasured("no cluster"), Verdict.of(none, LOSS));
  }

  private static Verdict cpu(List<Double> head, List<Double> commit) {
    return Verdict.of(Rows.ofCpu(head, commit), LOSS);
  }

  private static Verdict rate(List<Double> head, List<Double> commit) {
    return Verdict.of(Rows.ofRates(head, commit), LOSS);
  }
}
