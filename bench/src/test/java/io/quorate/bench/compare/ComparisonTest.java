package io.quorate.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.bench.turns.Measured;
import io.quorate.bench.turns.Row;
import io.quorate.cli.output.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** That the exit code, the table and the JSON say the same, and hide no failure. */
class ComparisonTest {
  private static final List<Double> HUNDRED = List.of(95.0, 100.0, 105.0);

  private static final Measured KEPT = Rows.ofRates(HUNDRED, HUNDRED);
  private static final Measured UNCLEAR = Rows.ofRates(List.of(95.0, 80.0, 79.0), HUNDRED);
  private static final Measured LOST = Rows.ofRates(List.of(79.0, 80.0, 81.0), HUNDRED);
  private static final Measured HALF =
      Rows.broken("n2 has ended:\nits log", List.of(10.0), List.of());
  private static final Measured NONE = new Measured(Row.GET_1, List.of(), List.of(), "no cluster");

  @Test
  void theExitCodeIsThatOfTheWorstRow() {
    assertEquals(0, of(KEPT).exitCode());
    assertEquals(0, of(KEPT, UNCLEAR).exitCode());
    assertEquals(1, of(KEPT, LOST, UNCLEAR).exitCode());
    assertEquals(3, of(KEPT, HALF).exitCode());
    assertEquals(3, of(NONE).exitCode());
  }

  @Test
  void aLossThatWasMeasuredIsOneWhateverElseFails() {
    var comparison = of(LOST, HALF);
    assertEquals(1, comparison.exitCode());
    assertTrue(comparison.isPartial());
  }

  @Test
  void theTableHasBothSidesAndTheirRatio() {
    var lines = ComparisonText.of(of(LOST)).lines().toList();
    assertTrue(lines.get(1).startsWith("put-256  HEAD     80 [79 to 81]"), lines.get(1));
    assertTrue(lines.get(2).strip().startsWith("abc1234  100 [95 to 105]"), lines.get(2));
    assertTrue(lines.get(3).strip().startsWith("ratio    0.800"), lines.get(3));
    assertTrue(lines.get(3).endsWith("LOST"), lines.get(3));
  }

  @Test
  void eachRowThatIsNotKeptIsExplained() {
    var text = ComparisonText.of(of(KEPT, UNCLEAR, LOST, HALF, NONE));
    assertTrue(
        text.contains("Unclear: put-256: the rate is 20.0 % lower, but the spreads overlap.\n"),
        text);
    assertTrue(text.contains("LOST: put-256: the rate is 20.0 % lower.\n"), text);
    assertTrue(
        text.contains("NOT MEASURED: put-256, but for 1 and 0 rounds: n2 has ended:\n"), text);
    assertTrue(text.contains("NOT MEASURED: get-1, but for 0 and 0 rounds: no cluster\n"), text);
    assertTrue(text.endsWith("PARTIAL: not everything could be measured.\n"), text);
  }

  @Test
  void thatNothingIsLostIsSaidOnlyWhenItIsKnown() {
    assertTrue(ComparisonText.of(of(KEPT)).contains("Nothing is lost"));
    for (var other : List.of(LOST, HALF, NONE)) {
      var text = ComparisonText.of(of(KEPT, other));
      assertTrue(!text.contains("Nothing is lost"), text);
    }
  }

  @Test
  void theJsonHasAllRoundsAndTheSameVerdicts() {
    var fields = ComparisonJson.of(of(LOST, HALF)).asMap();
    assertEquals(1, fields.get("exit_code"));
    assertEquals(true, fields.get("partial"));
    var results = assertInstanceOf(List.class, fields.get("results"));
    var lost = fields(results.get(0));
    assertEquals("lost", lost.get("verdict"));
    assertEquals(0.8, lost.get("ratio_ops_per_second"));
    assertEquals(3, assertInstanceOf(List.class, lost.get("head_rounds")).size());
    var half = fields(results.get(1));
    assertEquals("not_measured", half.get("verdict"));
    assertNull(half.get("ratio_ops_per_second"));
    assertEquals(1, assertInstanceOf(List.class, half.get("head_rounds")).size());
  }

  private static Map<?, ?> fields(Object value) {
    return assertInstanceOf(Json.Fields.class, value).asMap();
  }

  private static Comparison of(Measured... rows) {
    return new Comparison("abc1234", 10, List.of(rows));
  }
}
