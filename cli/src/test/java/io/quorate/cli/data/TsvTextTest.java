package io.quorate.cli.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quorate.client.Bytes;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TsvTextTest {
  @Test
  void textStaysReadable() {
    assertEquals("Zoë\\tsays \\\\o/\\n", TsvText.escape(Bytes.utf8("Zoë\tsays \\o/\n")));
  }

  @Test
  void whatIsNoTextIsWrittenByteByByte() {
    assertEquals("a\\xff\\x00b", TsvText.escape(Bytes.of(new byte[] {'a', -1, 0, 'b'})));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyByteStringRoundTripsOnOneLine(long seed) {
    var random = new Random(seed);
    for (var i = 0; i < 2_000; i++) {
      var bytes = new byte[random.nextInt(20)];
      random.nextBytes(bytes);
      if (i % 2 == 0)
        for (var j = 0; j < bytes.length; j++)
          bytes[j] = (byte) "\\\t\n\rxn0é".charAt(bytes[j] & 7);
      var cell = TsvText.escape(Bytes.of(bytes));
      assertEquals(Bytes.of(bytes), TsvText.unescape(cell), "seed " + seed);
      assertFalse(cell.contains("\t") || cell.contains("\n") || cell.contains("\r"), cell);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\", "a\\q", "\\x", "\\x1", "\\xzz"})
  void unknownEscapesAreRefused(String cell) {
    assertThrows(IllegalArgumentException.class, () -> TsvText.unescape(cell));
  }
}
