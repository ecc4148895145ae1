package io.quorate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NearestTest {
  @Test
  void isTheOneWithTheFewestEdits() {
    assertEquals(Optional.of("put"), Nearest.to("pot", List.of("get", "put", "export")));
    assertEquals(Optional.of("step-down"), Nearest.to("stepdown", List.of("show", "step-down")));
  }

  @Test
  void isNobodyWhenAllAreFar() {
    assertEquals(Optional.empty(), Nearest.to("collection", List.of("get", "put", "kv")));
    assertEquals("", Nearest.hint("collection", List.of()));
  }
}
