package io.quorate.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void columnsAreAlignedAndLinesEndWithText() {
    assertEquals(
        "NODE  LAG\nn1    -\nn100  7\n",
        new Table("NODE", "LAG").row("n1", "-").row("n100", 7).toString());
  }
}
