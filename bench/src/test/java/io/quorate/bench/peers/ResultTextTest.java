package io.quorate.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.bench.peers.Result.Compared;
import io.quorate.bench.peers.Result.Failed;
import io.quorate.bench.peers.Result.NotOffered;
import io.quorate.bench.turns.Round;
import io.quorate.bench.turns.Row;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** That the table shows medians and hides no failure. */
class ResultTextTest {
  private static final Result COMPARED =
      new Compared("etcd", Row.PUT_256, "Put", rounds(300, 100, 200), rounds(90, 110, 100, 120));

  @Test
  void theRatioIsThatOfTheMedians() {
    var line = line(COMPARED);
    assertTrue(line.contains("200 [100 to 300]"), line);
    assertTrue(line.contains("105 [90 to 120]"), line);
    assertTrue(line.contains("1.90x"), line);
    assertTrue(line.contains("2.00 / 2.00"), line);
  }

  @Test
  void whatIsMissingIsMarkedAndExplained() {
    var text =
        ResultText.of(
            List.of(
                COMPARED,
                new NotOffered("redis", Row.GET_FOLLOWER_256),
                new Failed("rheakv", Row.PUT_256, "it is not there")));
    assertTrue(text.contains("not offered"), text);
    assertTrue(text.contains("FAILED"), text);
    assertTrue(text.contains("LEFT OUT: rheakv: it is not there\n"), text);
    assertTrue(text.contains("etcd: Put [put-256]\n"), text);
  }

  @Test
  void theJsonHasAllRounds() {
    var fields = ResultJson.of(COMPARED).asMap();
    assertEquals("compared", fields.get("outcome"));
    assertEquals(4, assertInstanceOf(List.class, fields.get("peer_rounds")).size());
  }

  private static String line(Result result) {
    return ResultText.of(List.of(result)).lines().skip(1).findFirst().orElseThrow();
  }

  private static List<Round> rounds(double... rates) {
    return IntStream.range(0, rates.length)
        .mapToObj(i -> new Round(i + 1, 10, rates[i], 1_000, 2_000, 0, 30, 15, 0, 0.1))
        .toList();
  }
}
