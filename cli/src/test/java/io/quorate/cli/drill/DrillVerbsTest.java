package io.quorate.cli.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.cli.ExitCode;
import io.quorate.cli.FakeCluster;
import io.quorate.cli.FakeCluster.Ran;
import io.quorate.cli.JsonDocument;
import io.quorate.history.History;
import io.quorate.history.Operation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs against a cluster that speaks the protocol and holds no processes. */
class DrillVerbsTest {
  private final FakeCluster cluster = new FakeCluster();
  @TempDir private Path folder;

  @AfterEach
  void close() {
    cluster.close();
  }

  private Ran drill(String name, String... more) {
    var args = new ArrayList<>(List.of("drill", "run", name));
    args.addAll(List.of("--data", folder.resolve("none").toString()));
    args.addAll(List.of("--history", history().toString()));
    args.addAll(List.of(more));
    return cluster.run(args.toArray(String[]::new));
  }

  private Path history() {
    return folder.resolve("history.jsonl");
  }

  @Test
  void listShowsAllDrills() {
    var ran = cluster.run("drill", "list");
    for (var drill : Drill.values())
      assertTrue(ran.out().contains(drill.toString()), ran::toString);
    var json = JsonDocument.of(cluster.run("drill", "list", "-o", "json").out());
    assertEquals("drain", json.text(Drill.values().length - 1 + ".drill"));
  }

  @Test
  void anUnknownDrillIsAnsweredWithTheKnownOnes() {
    var ran = drill("leader-kil");
    assertEquals(ExitCode.USAGE, ran.code(), ran::toString);
    assertTrue(ran.err().contains("did you mean 'leader-kill'"), ran::toString);
    assertTrue(ran.err().contains("partition-leader"), ran::toString);
  }

  @Test
  void aHandOverIsMeasuredOnAnyClusterAndItsNumbersAreThoseOfTheHistory() throws Exception {
    var report = folder.resolve("report.json");
    var ran = drill("step-down", "-o", "json", "--seed", "5", "--report", report.toString());
    assertEquals(ExitCode.DONE, ran.code(), ran::toString);
    var json = JsonDocument.of(ran.out());
    assertEquals("step-down", json.text("drill"));
    assertEquals(5L, json.get("seed"));
    assertEquals(5L, json.get("detected_ms"));
    assertEquals(7L, json.get("elected_ms"));
    assertEquals(true, json.get("passed"));
    assertEquals(true, json.get("linearizable"));
    assertEquals("n1", json.text("strikes.0.node"));
    assertEquals(true, json.get("strikes.0.led"));
    assertEquals(ran.out(), Files.readString(report));
    assertEquals(history().toString(), json.text("history"));
    assertAgrees(json);
    assertEquals("", cluster.run("kv", "scan", "quorate-drill/").out(), "its keys are deleted");
  }

  /** Computes the times again, from the file alone and in another way. */
  private static void assertAgrees(JsonDocument json) throws Exception {
    var struck = (long) json.get("strikes.0.time_ns");
    var acknowledged =
        History.read(Path.of(json.text("history"))).operations().stream()
            .filter(each -> each.ok() && each.f().equals(Operation.WRITE))
            .filter(each -> json.text("probe_key").equals(each.key()))
            .map(Operation::returnedAt)
            .sorted(Comparator.naturalOrder())
            .toList();
    assertTrue(acknowledged.size() > 20, acknowledged.size() + " writes of the probe");
    var longest = 0L;
    for (var i = 1; i < acknowledged.size(); i++) {
      if (acknowledged.get(i) > struck) {
        longest = Math.max(longest, acknowledged.get(i) - acknowledged.get(i - 1));
      }
    }
    assertEquals(longest / 1e6, ((Number) json.get("client_gap_ms.max")).doubleValue(), 10);
    var first =
        History.read(Path.of(json.text("history"))).operations().stream()
            .filter(each -> each.ok() && each.mutates() && each.returnedAt() >= struck)
            .filter(each -> !"n1".equals(each.details().node()))
            .mapToLong(Operation::returnedAt)
            .min()
            .orElseThrow();
    assertEquals((first - struck) / 1e6, ((Number) json.get("first_write_ms")).doubleValue(), 10);
  }

  @Test
  void aGapBeyondTheLimitIsExitCode1() {
    var ran = drill("transfer", "--max-gap", "1ms");
    assertEquals(ExitCode.FAILED, ran.code(), ran::toString);
    assertTrue(ran.out().contains("drill transfer: FAILED"), ran::toString);
    assertTrue(ran.out().contains("more than 1ms"), ran::toString);
  }

  @Test
  void aClusterThatLacksAVoterIsLeftAlone() {
    cluster.admin().lose("n2");
    var ran = drill("step-down");
    assertEquals(ExitCode.REFUSED, ran.code(), ran::toString);
    assertTrue(ran.err().contains("n2 cannot be reached"), ran::toString);
    assertFalse(Files.exists(history()), "nothing was begun");
  }

  @Test
  void aClusterWithoutQuorumIsLeftAlone() {
    cluster.admin().loseQuorum();
    var ran = drill("step-down", "-o", "json");
    assertEquals(ExitCode.REFUSED, ran.code(), ran::toString);
    assertEquals("REFUSED", JsonDocument.of(ran.err()).text("error.code"));
  }

  @Test
  void aClusterThatDoesNotAnswerIsRefusedToo() {
    var ran = drill("step-down", "--endpoints", "127.0.0.1:1", "--timeout", "300ms");
    assertEquals(ExitCode.REFUSED, ran.code(), ran::toString);
  }

  @Test
  void withoutAccessToTheProcessesItSaysWhatWorks() {
    for (var drill : Drill.values()) {
      if (!drill.needsHost()) continue;
      var ran = drill(drill.toString());
      assertEquals(ExitCode.REFUSED, ran.code(), ran::toString);
      assertTrue(ran.err().contains("work: step-down, transfer, drain"), ran::toString);
    }
  }

  @Test
  void aLocalClusterThatIsNotMeantIsNotTouched() throws Exception {
    Files.writeString(
        folder.resolve("cluster.json"), "{\"nodes\":[{\"id\":\"n1\",\"grpc\":\"127.0.0.1:9\"}]}");
    var ran =
        cluster.run(
            "drill",
            "run",
            "leader-kill",
            "--data",
            folder.toString(),
            "--history",
            history().toString());
    assertEquals(ExitCode.REFUSED, ran.code(), ran::toString);
    assertTrue(ran.err().contains("are not those of the one in"), ran::toString);
  }

  @Test
  void filesAreCheckedBeforeAnythingIsDone() throws Exception {
    assertEquals(ExitCode.USAGE, drill("step-down", "--report", "report.pdf").code());
    Files.createFile(history());
    var ran = drill("step-down");
    assertEquals(ExitCode.USAGE, ran.code(), ran::toString);
    assertTrue(ran.err().contains("exists"), ran::toString);
  }
}
