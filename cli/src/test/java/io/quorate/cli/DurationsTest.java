package io.quorate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "500ms,500",
    "5s,5000",
    "1.5s,1500",
    "1m,60000",
    "2h,7200000",
    "1d,86400000",
    "5S,5000"
  })
  void readsANumberAndItsUnit(String text, long ms) {
    assertEquals(Duration.ofMillis(ms), new Durations().convert(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "5", "s", "-5s", "5 s", "5sec", "0s", "0.1ms", "1e3s", "99999999999999s"})
  void refusesAllElse(String text) {
    assertThrows(TypeConversionException.class, () -> new Durations().convert(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"500ms", "5s", "1.5s", "90s", "1m", "2h"})
  void writesWhatItReads(String text) {
    assertEquals(text, Durations.text(new Durations().convert(text)));
  }

  @Test
  void daysAreWrittenAsHours() {
    assertEquals("48h", Durations.text(Duration.ofDays(2)));
  }
}
