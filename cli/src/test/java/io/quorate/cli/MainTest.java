package io.quorate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.cli.FakeCluster.Ran;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What holds for every verb: help, wrong usage, exit codes. */
class MainTest {
  static Stream<CommandLine> verbs() {
    var terminal = new Terminal(System.in, System.out, System.err, Map.of(), false);
    return all(Main.commandLine(terminal)).filter(command -> command.getSubcommands().isEmpty());
  }

  private static Stream<CommandLine> all(CommandLine command) {
    return Stream.concat(
        Stream.of(command), command.getSubcommands().values().stream().flatMap(MainTest::all));
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void everyVerbHasHelpWithAnExample(CommandLine verb) {
    var words = verb.getCommandSpec().qualifiedName().split(" ", -1);
    var args = Arrays.copyOfRange(words, 1, words.length + 1);
    args[args.length - 1] = "--help";
    var ran = Ran.of(args);
    assertEquals(ExitCode.DONE, ran.code(), ran::toString);
    assertTrue(ran.out().contains("Example"), ran::toString);
    assertTrue(ran.out().contains("quorate " + args[0]), ran::toString);
  }

  @Test
  void onlyWhatThisReleaseDoesIsThere() {
    var terminal = new Terminal(System.in, System.out, System.err, Map.of(), false);
    var nouns = Main.commandLine(terminal);
    for (var later :
        new String[] {
          "collection", "doc", "feed", "replication", "backup", "scrub", "recover", "rollback"
        }) {
      assertTrue(!nouns.getSubcommands().containsKey(later), later);
    }
  }

  @Test
  void versionSaysWhatItIs() {
    assertTrue(
        Ran.of("version").out().startsWith("quorate 0."), () -> Ran.of("version").toString());
    assertTrue(Ran.of("--version").out().startsWith("quorate 0."));
    assertTrue(Ran.of("version", "-o", "json").out().contains("\"version\":\"0."));
  }

  @Test
  void completionNamesTheVerbs() {
    var ran = Ran.of("generate-completion");
    assertTrue(ran.out().contains("step-down"), ran::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "kv",
        "kv put",
        "kv put k",
        "kv put k v w",
        "kv put k v --if-absent --if-version 3",
        "kv put k v --value-file f",
        "kv put k v --concern most",
        "kv put k v --hex",
        "kv get k --consistency strong",
        "kv get k --consistency at-least",
        "kv get k --preference fastest",
        "kv get k --token nonsense",
        "kv get k --timeout 5",
        "kv get k --endpoints nonsense",
        "kv delete k --prefix --if-version 3",
        "kv import",
        "kv import f --jrt",
        "kv import no-such-file.tsv",
        "kv export --base64",
        "lease grant soon",
        "resolve 12",
        "history",
        "history check",
        "history check no-such-file.jsonl",
        "up --mode primary-replica",
        "up --nodes 0",
        "up --base-port 65530",
        "node add h:1 --as witness",
        "stats",
        "-o yaml status"
      })
  void wrongUsageIsExitCode2AndSaysWhy(String line) {
    var ran = Ran.of(line.isEmpty() ? new String[0] : line.split(" ", -1));
    assertEquals(ExitCode.USAGE, ran.code(), ran::toString);
    assertTrue(ran.out().isEmpty(), ran::toString);
    assertTrue(ran.err().startsWith("quorate: "), ran::toString);
  }

  @Test
  void aMisspeltWordIsAnsweredWithTheNearest() {
    assertTrue(Ran.of("stats").err().contains("did you mean 'status'?"));
    assertTrue(Ran.of("kv", "pot").err().contains("did you mean 'put'?"));
    assertTrue(
        Ran.of("kv", "put", "--concrn", "2", "k", "v").err().contains("did you mean '--concern'?"));
  }

  @Test
  void wrongUsageIsJsonToo() {
    var ran = Ran.of("kv", "pot", "-o", "json");
    assertEquals(ExitCode.USAGE, ran.code());
    assertTrue(JsonDocument.of(ran.err()).text("error.message").contains("'put'"), ran::toString);
  }

  @Test
  void nobodyThereIsATimeOutForDataAndUnhealthyForStatus() {
    var nobody = "--endpoints=127.0.0.1:1";
    assertEquals(
        ExitCode.UNKNOWN, Ran.of("kv", "put", "k", "v", nobody, "--timeout", "300ms").code());
    assertEquals(ExitCode.UNKNOWN, Ran.of("kv", "get", "k", nobody, "--timeout", "300ms").code());
    assertEquals(ExitCode.UNHEALTHY, Ran.of("status", nobody, "--timeout", "300ms").code());
  }
}
