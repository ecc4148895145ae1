package io.quorate.cli.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.cli.CommandFailure;
import io.quorate.cli.ExitCode;
import io.quorate.cli.FakeCluster;
import io.quorate.cli.drill.fault.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However a drill ends, it makes good what it did. */
class DrillRunTest {
  /** The one that the fake cluster lets stop. */
  private static final String SAFE = "n3";

  private final FakeCluster cluster = new FakeCluster();
  private final List<String> happened = new ArrayList<>();
  @TempDir private Path folder;

  @AfterEach
  void close() {
    cluster.close();
  }

  /** Tells what is done to it, and fails where it should. */
  private final class Recorded implements Fault {
    private final String node;
    private final String failsAt;
    private final Optional<String> refusal;

    Recorded(String node, String failsAt, Optional<String> refusal) {
      this.node = node;
      this.failsAt = failsAt;
      this.refusal = refusal;
    }

    private void step(String name) throws IOException {
      happened.add(name);
      if (name.equals(failsAt)) throw new IOException(name + " failed");
    }

    @Override
    public String node() {
      return node;
    }

    @Override
    public Optional<String> refusal() {
      return refusal;
    }

    @Override
    public void prepare() throws IOException {
      step("prepare");
    }

    @Override
    public void strike() throws IOException {
      step("strike");
    }

    @Override
    public void undo() throws IOException {
      step("undo");
    }
  }

  private DrillReport run(Fault... faults) throws Exception {
    return DrillRun.of(
        new DrillRun.Order(
            Drill.FOLLOWER_KILL,
            found -> List.of(faults),
            1,
            Duration.ofMinutes(1),
            Duration.ofSeconds(2),
            List.of(cluster.endpoints().split(",")),
            Optional.empty(),
            folder.resolve("history.jsonl"),
            List.of(),
            happening -> {}));
  }

  private Fault failingAt(String step) {
    return new Recorded(SAFE, step, Optional.empty());
  }

  private String keysLeft() {
    return cluster.run("kv", "scan", "quorate-drill/").out();
  }

  @Test
  void oneThatGoesWellUndoesTheFaultOnce() throws Exception {
    var report = run(failingAt("nowhere"));
    assertTrue(report.passed(), report.reasons()::toString);
    assertEquals(List.of("prepare", "strike", "undo"), happened);
    assertEquals("", keysLeft());
  }

  @Test
  void aFaultThatStrikesHalfwayIsUndone() {
    assertThrows(IOException.class, () -> run(failingAt("strike")));
    assertEquals(List.of("prepare", "strike", "undo"), happened);
    assertEquals("", keysLeft());
  }

  @Test
  void aFaultThatIsOnlyPreparedIsUndone() {
    assertThrows(IOException.class, () -> run(failingAt("prepare"), failingAt("nowhere")));
    assertEquals(List.of("prepare", "undo"), happened);
    assertEquals("", keysLeft());
  }

  @Test
  void anUndoThatFailsIsTriedAgain() {
    assertThrows(IOException.class, () -> run(failingAt("undo")));
    assertEquals(List.of("prepare", "strike", "undo", "undo"), happened);
    assertEquals("", keysLeft());
  }

  @Test
  void severalFaultsComeOneAfterTheOther() throws Exception {
    var report = run(failingAt("nowhere"), failingAt("nowhere"));
    assertEquals(2, report.strikes().size());
    assertEquals(List.of("prepare", "strike", "undo", "prepare", "strike", "undo"), happened);
  }

  @Test
  void aNodeThatMustNotStopIsNotStruckAndThatFailsTheDrill() throws Exception {
    var report = run(failingAt("nowhere"), new Recorded("n1", "nowhere", Optional.empty()));
    assertEquals(List.of("prepare", "strike", "undo"), happened);
    assertTrue(
        report.reasons().toString().contains("n1 was not struck"), report.reasons()::toString);
  }

  @Test
  void twoAtATimeAreRefused() throws Exception {
    assertEquals(0, cluster.run("kv", "put", DrillLock.KEY, "process 1").code());
    var failure = assertThrows(CommandFailure.class, () -> run(failingAt("nowhere")));
    assertEquals(ExitCode.REFUSED, failure.exitCode());
    assertTrue(failure.getMessage().contains("another drill is running, process 1"));
    assertTrue(happened.isEmpty());
    assertEquals(0, cluster.run("kv", "delete", DrillLock.KEY).code());
    assertTrue(run(failingAt("nowhere")).passed());
    Files.delete(folder.resolve("history.jsonl"));
    assertTrue(run(failingAt("nowhere")).passed(), "the lock was given back");
  }

  @Test
  void oneOnAClusterWhoseNodeHasJustComeBackWaitsForIt() throws Exception {
    cluster.admin().comeBackAfter(3);
    var report = run(failingAt("nowhere"));
    assertTrue(report.passed(), report.reasons()::toString);
  }

  @Test
  void oneNodeThatDoesNotKnowOfItYetIsNoReasonToRefuse() throws Exception {
    cluster.admin().flicker("n2");
    var report = run(failingAt("nowhere"));
    assertTrue(report.passed(), report.reasons()::toString);
  }

  @Test
  void whatCannotBeDoneHereIsRefusedBeforeAnythingIsDone() {
    var refused = new Recorded(SAFE, "nowhere", Optional.of("it needs root"));
    var failure = assertThrows(CommandFailure.class, () -> run(failingAt("nowhere"), refused));
    assertEquals(ExitCode.REFUSED, failure.exitCode());
    assertTrue(failure.getMessage().contains("it needs root"), failure::getMessage);
    assertTrue(happened.isEmpty());
    assertFalse(folder.resolve("history.jsonl").toFile().exists());
  }
}
