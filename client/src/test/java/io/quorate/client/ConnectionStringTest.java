package io.quorate.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionStringTest {
  private static ClientSettings parse(String text) {
    return QuorateClient.builder().connectionString(text).settings();
  }

  @Test
  void saysEverythingThatTheBuilderCan() {
    var settings =
        parse(
            "quorate://n1:7400,n2,[::1]:7420/?consistency=bounded:500ms&timeout=3s&concern=all:applied"
                + "&preference=nearest&client-name=shop%20one&max-in-flight=5&max-in-flight-bytes=8388608");
    assertEquals(List.of("n1:7400", "n2:7400", "[::1]:7420"), settings.endpoints());
    assertEquals(Consistency.bounded(Duration.ofMillis(500)), settings.consistency());
    assertEquals(Duration.ofSeconds(3), settings.timeout());
    assertEquals(WriteConcern.ALL.withApplied(), settings.concern());
    assertEquals(ReadPreference.NEAREST, settings.preference());
    assertEquals("shop one", settings.clientName());
    assertEquals(5, settings.maxInFlight());
    assertEquals(8 << 20, settings.maxInFlightBytes());
  }

  @Test
  void optionsAreOptional() {
    assertEquals(List.of("n1:7400"), parse("quorate://n1").endpoints());
    assertEquals(Duration.ofSeconds(5), parse("quorate://n1:1/").timeout());
  }

  @ParameterizedTest
  @CsvSource({
    "quorate://n1/?timeot=5s, timeout",
    "quorate://n1/?consistancy=lease, consistency",
    "quorate://n1/?consistency=linearisable, linearizable",
    "quorate://n1/?concern=majorty, majority",
    "quorate://n1/?concern=all:aplied, applied",
    "quorate://n1/?preference=primary-prefered, primary-preferred",
    "quorate://n1/?timeout=5sec, 500ms",
    "quorate://n1/?timeout=1s&timeout=2s, twice",
    "quorate://n1/?timeout, NAME=VALUE",
    "quorate://n1:99999, HOST:PORT",
    "quorate://n1:x, HOST:PORT",
    "quorate://, HOST:PORT",
    "http://n1, quorate://",
  })
  void whatIsWrongIsNamedWithWhatIsNearest(String text, String hint) {
    var wrong = assertThrows(IllegalArgumentException.class, () -> parse(text));
    assertTrue(String.valueOf(wrong.getMessage()).contains(hint), wrong.getMessage());
  }

  @Test
  void aClientNeedsAnEndpoint() {
    assertThrows(IllegalArgumentException.class, () -> QuorateClient.builder().build());
    assertThrows(IllegalArgumentException.class, () -> QuorateClient.builder().endpoints("n1"));
  }
}
