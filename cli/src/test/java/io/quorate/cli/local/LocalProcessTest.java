package io.quorate.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.cli.ExitCode;
import io.quorate.cli.FakeCluster.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The verbs on processes, against a shell that stands in for a node: it has the node's
 * configuration on its command line.
 */
@EnabledOnOs(OS.LINUX)
class LocalProcessTest {
  @TempDir private Path folder;
  private Process process;

  @BeforeEach
  void start() throws IOException {
    process = start("trap 'exit 0' TERM; echo ready; while :; do sleep 0.05; done");
  }

  @AfterEach
  void end() {
    process.destroyForcibly();
  }

  private Process start(String script) throws IOException {
    var file = ClusterFile.of(folder, 1, 0, 7400, Map.of());
    var node = file.nodes().getFirst();
    Files.createDirectories(node.folder());
    var started = new ProcessBuilder("/bin/sh", "-c", script, node.config().toString()).start();
    started.inputReader().readLine(); // it has set its trap
    file.with(node.running(started.pid(), 0)).save();
    return started;
  }

  private Ran run(String... args) {
    var all = new java.util.ArrayList<>(java.util.List.of(args));
    all.addAll(java.util.List.of("--data", folder.toString()));
    return Ran.of(all.toArray(String[]::new));
  }

  private char state() throws IOException {
    var stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    return stat.charAt(stat.lastIndexOf(')') + 2);
  }

  @Test
  void pauseFreezesAndResumeLetsGoOn() throws Exception {
    assertEquals(ExitCode.DONE, run("pause", "n1").code());
    org.awaitility.Awaitility.await().until(this::state, state -> state == 'T');
    assertEquals(
        "{\"node\":\"n1\",\"pid\":" + process.pid() + ",\"state\":\"running\"}\n",
        run("resume", "n1", "-o", "json").out());
    org.awaitility.Awaitility.await().until(this::state, state -> state != 'T');
  }

  @Test
  void killIsKill() throws Exception {
    assertEquals(ExitCode.DONE, run("kill", "n1").code());
    assertEquals(128 + 9, process.waitFor());
    assertEquals(0, ClusterFile.load(folder).orElseThrow().nodes().getFirst().pid());
    assertEquals(ExitCode.FAILED, run("kill", "n1").code());
  }

  @Test
  void downAsksFirstEvenAPausedNode() throws Exception {
    run("pause", "n1");
    var ran = run("down", "-o", "json");
    assertEquals(
        "{\"nodes\":[{\"node\":\"n1\",\"end\":\"stopped\"}],\"wiped\":false}\n",
        ran.out(),
        ran::toString);
    assertEquals(0, process.waitFor());
  }

  @Test
  void downKillsWhoDoesNotListen() throws Exception {
    process.destroyForcibly();
    process = start("trap '' TERM; echo ready; while :; do sleep 0.05; done");
    var ran = run("down", "--grace", "200ms");
    assertTrue(ran.out().contains("n1 killed"), ran::toString);
    assertEquals(128 + 9, process.waitFor());
  }

  @Test
  void anotherProcessWithTheSameIdIsLeftAlone() throws Exception {
    var file = ClusterFile.load(folder).orElseThrow();
    var stranger = new ProcessBuilder("/bin/sleep", "60").start();
    try {
      file.with(file.nodes().getFirst().running(stranger.pid(), 0)).save();
      assertEquals(ExitCode.FAILED, run("kill", "n1").code());
      assertTrue(run("down").out().contains("n1 was not running"));
      assertTrue(stranger.isAlive());
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void aNodeThatEndsAtOnceIsToldWithItsLog() throws Exception {
    process.destroyForcibly().waitFor();
    var node = ClusterFile.load(folder).orElseThrow().nodes().getFirst();
    Files.writeString(node.config(), "unknown_key_that_no_server_knows: 1\n");
    var ran = run("start", "n1");
    assertEquals(ExitCode.FAILED, ran.code(), ran::toString);
    assertTrue(ran.err().contains("ended right after its start"), ran::toString);
    assertFalse(
        NodeProcess.find(ClusterFile.load(folder).orElseThrow().nodes().getFirst()).isPresent());
  }
}
