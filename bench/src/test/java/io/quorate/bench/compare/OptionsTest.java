package io.quorate.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.bench.turns.Row;
import io.quorate.bench.turns.Turns;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That wrong arguments are told before anything is built. */
class OptionsTest {
  @Test
  void aCommitIsEnough() {
    var options = Options.parse(List.of("v0.1.0"));
    assertEquals("v0.1.0", options.commit());
    assertEquals(List.of(Row.PUT_256, Row.PUT_1, Row.GET_256, Row.GET_1), options.rows());
    assertEquals(new Turns.Lengths(5, 10, 45), options.lengths());
    assertEquals(10, options.loss());
    assertNull(options.json());
  }

  @Test
  void theCommitMayStandAnywhere(@TempDir Path folder) {
    var file = folder.resolve("out.json");
    var options =
        Options.parse(
            List.of(
                "--rows", "put-64,get-lease-256", "HEAD~3", "--loss", "2.5%", "--json", file + ""));
    assertEquals("HEAD~3", options.commit());
    assertEquals(List.of(Row.PUT_64, Row.GET_LEASE_256), options.rows());
    assertEquals(2.5, options.loss());
    assertEquals(file, options.json());
  }

  @Test
  void whatMakesNoSenseIsNamed() {
    assertSays("it needs a commit to compare with");
    assertSays("it needs a commit to compare with", "--rounds", "3");
    assertSays("it compares with one commit; found \"a\" and \"b\"", "a", "b");
    assertSays("unknown option: --peers", "a", "--peers", "etcd");
    assertSays("unknown option: -x", "-x");
    assertSays("there is no row \"put-7\"; there are put-256,", "a", "--rows", "put-7");
    assertSays("--rounds is 1 to 1,000; found \"0\"", "a", "--rounds", "0");
    assertSays("--seconds is 1 to 3,600; found \"\"", "a", "--seconds");
    assertSays("--warm-up is 0 to 3,600; found \"-1\"", "a", "--warm-up", "-1");
    for (var loss : List.of("", "-1", "100", "NaN", "1e1", "much")) {
      assertSays("--loss is a percentage from 0 to less than 100; found", "a", "--loss", loss);
    }
    assertSays("--json is a file in a folder that exists", "a", "--json", "/nowhere/out.json");
  }

  private static void assertSays(String expected, String... arguments) {
    var failure =
        assertThrows(IllegalArgumentException.class, () -> Options.parse(List.of(arguments)));
    var message = String.valueOf(failure.getMessage());
    assertTrue(message.startsWith(expected), message);
  }
}
