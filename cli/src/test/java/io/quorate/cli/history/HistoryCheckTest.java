package io.quorate.cli.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.cli.ExitCode;
import io.quorate.cli.FakeCluster.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryCheckTest {
  private static final String GOOD =
      """
      {"process":0,"type":"invoke","f":"write","key":"a","value":1,"time":1}
      {"process":0,"type":"ok","f":"write","key":"a","value":1,"time":2}
      {"process":1,"type":"invoke","f":"read","key":"a","value":null,"time":3}
      {"process":1,"type":"ok","f":"read","key":"a","value":1,"time":4}
      """;
  private static final String STALE =
      GOOD.replace("\"value\":1,\"time\":4", "\"value\":null,\"time\":4");

  private static Ran check(String history, String... args) {
    var all = new String[args.length + 3];
    all[0] = "history";
    all[1] = "check";
    all[2] = "-";
    System.arraycopy(args, 0, all, 3, args.length);
    return Ran.of(Map.of(), history.getBytes(UTF_8), all);
  }

  @Test
  void aGoodHistoryIsExitCode0() {
    var ran = check(GOOD);
    assertEquals(ExitCode.DONE, ran.code(), ran::toString);
    assertTrue(ran.out().startsWith("linearizable: 2 operations"), ran::toString);
    assertTrue(
        check(GOOD, "-o", "json")
            .out()
            .startsWith("{\"linearizable\":true,\"operations\":2,\"violations\":[],"));
  }

  @Test
  void aViolatedHistoryIsExitCode1AndSaysWhy() {
    var ran = check(STALE);
    assertEquals(ExitCode.FAILED, ran.code(), ran::toString);
    assertTrue(ran.out().contains("VIOLATION not-linearizable of key a"), ran::toString);
    assertTrue(ran.out().contains("standard input, line 3: read"), ran::toString);
    var json = check(STALE, "-o", "json");
    assertEquals(ExitCode.FAILED, json.code(), json::toString);
    assertTrue(json.out().startsWith("{\"linearizable\":false,\"operations\":2,"), json::toString);
    assertTrue(json.out().contains("\"kind\":\"lost-write\",\"key\":\"a\""), json::toString);
  }

  @Test
  void aMalformedFileIsExitCode2WithTheLine() {
    var ran = check(GOOD.replace("\"f\":\"read\"", "\"g\":\"read\""));
    assertEquals(ExitCode.USAGE, ran.code(), ran::toString);
    assertTrue(ran.out().isEmpty(), ran::toString);
    assertTrue(
        ran.err().contains("standard input, line 3: the field \"f\" is missing"), ran::toString);
  }

  @Test
  void whatTheRecorderDroppedIsUnknown() {
    var ran =
        check(
            GOOD
                + "{\"process\":7,\"type\":\"invoke\",\"f\":\"dropped\",\"key\":\"a\",\"time\":9}\n",
            "-o",
            "json");
    assertEquals(ExitCode.UNKNOWN, ran.code(), ran::toString);
    assertTrue(ran.out().contains("\"linearizable\":false"), ran::toString);
    assertTrue(ran.out().contains("key a: the recorder dropped operations"), ran::toString);
  }

  @Test
  void severalFilesAreOneHistory(@TempDir Path folder) throws IOException {
    var lines = STALE.lines().toList();
    var writes = Files.write(folder.resolve("writes"), lines.subList(0, 2)).toString();
    var reads = Files.write(folder.resolve("reads"), lines.subList(2, 4)).toString();
    assertEquals(ExitCode.DONE, Ran.of("history", "check", reads).code());
    var both = Ran.of("history", "check", writes, reads);
    assertEquals(ExitCode.FAILED, both.code(), both::toString);
  }

  @Test
  void keysThatExistedBeforeAreNoViolationWhenThatIsSaid() {
    var read = GOOD.lines().skip(2).reduce("", (all, line) -> all + line + "\n");
    assertEquals(ExitCode.FAILED, check(read).code());
    assertEquals(ExitCode.DONE, check(read, "--initial", "unknown").code());
  }
}
