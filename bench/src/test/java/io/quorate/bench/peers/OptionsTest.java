package io.quorate.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.bench.turns.Row;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That wrong arguments are told before an hour is spent on them. */
class OptionsTest {
  @Test
  void withoutArgumentsEverythingIsComparedForLongEnough() {
    var options = Options.parse(List.of());
    assertEquals(List.of("etcd", "zookeeper", "redis", "rheakv"), options.peers());
    assertEquals(Row.all(), options.rows());
    assertEquals(5, options.rounds());
    assertEquals(10, options.seconds());
    assertEquals(45, options.warmUp());
    assertEquals(Compilers.FIRST, options.compilers());
    assertNull(options.json());
  }

  @Test
  void listsNameWhatIsCompared(@TempDir Path folder) {
    var file = folder.resolve("out.json");
    var options =
        Options.parse(
            List.of(
                "--peers",
                "redis, etcd,redis",
                "--rows",
                "get-lease-1,put-256-connections",
                "--warm-up",
                "0",
                "--compilers",
                "both",
                "--json",
                file.toString()));
    assertEquals(List.of("redis", "etcd"), options.peers());
    assertEquals(List.of(Row.GET_LEASE_1, Row.PUT_256_CONNECTIONS), options.rows());
    assertEquals(0, options.warmUp());
    assertEquals(Compilers.BOTH, options.compilers());
    assertEquals(file, options.json());
  }

  @Test
  void whatMakesNoSenseIsNamed() {
    assertSays("unknown option: --foo", "--foo", "1");
    assertSays("there is no peer \"mysql\"; there are etcd,", "--peers", "mysql");
    assertSays("there is no row \"put-7\"; there are put-256,", "--rows", "put-7");
    assertSays("a list is words with commas between them; found \"etcd,\"", "--peers", "etcd,");
    assertSays("--rounds is 1 to 1,000; found \"0\"", "--rounds", "0");
    assertSays("--seconds is 1 to 3,600; found \"\"", "--seconds");
    assertSays("--warm-up is 0 to 3,600; found \"long\"", "--warm-up", "long");
    assertSays("--compilers is first or both; found \"second\"", "--compilers", "second");
    assertSays("--json is a file in a folder that exists; found", "--json", "/nowhere/out.json");
  }

  private static void assertSays(String expected, String... arguments) {
    var failure =
        assertThrows(IllegalArgumentException.class, () -> Options.parse(List.of(arguments)));
    var message = String.valueOf(failure.getMessage());
    assertTrue(message.startsWith(expected), message);
  }
}
