package io.quorate.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.cli.CommandFailure;
import io.quorate.cli.ExitCode;
import io.quorate.cli.FakeCluster.Ran;
import io.quorate.cli.JsonDocument;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFilesTest {
  @TempDir private Path folder;

  @Test
  void theClusterFileHasItsPromisedFields() throws Exception {
    var file = ClusterFile.of(folder, 3, 0, 7400, Map.of());
    file.with(file.nodes().get(1).running(4711, 99)).save();
    var root = JsonDocument.of(Files.readString(folder.resolve("cluster.json")));
    assertEquals("n2", root.get("nodes.1.id"));
    assertEquals(4711L, root.get("nodes.1.pid"));
    assertEquals("127.0.0.1:7410", root.get("nodes.1.grpc"));
    assertEquals("127.0.0.1:7411", root.get("nodes.1.raft"));
    assertEquals("127.0.0.1:7412", root.get("nodes.1.http"));
    assertEquals(folder.resolve("n2/data").toString(), root.get("nodes.1.data_dir"));
    assertEquals(folder.resolve("n2/node.log").toString(), root.get("nodes.1.log"));
  }

  @Test
  void theClusterFileIsReadBack() throws Exception {
    var file = ClusterFile.of(folder, 3, 2, 9000, Map.of("preset", "wan"));
    var running = file.with(file.nodes().get(4).running(4711, 99));
    running.save();
    assertEquals(running, ClusterFile.load(folder).orElseThrow());
  }

  @Test
  void aDamagedClusterFileIsNamed() throws Exception {
    for (var text : List.of("", "{", "[]", "{\"nodes\":[]}", "{\"nodes\":[{\"id\":\"n1\"}]}")) {
      Files.writeString(folder.resolve("cluster.json"), text);
      var failure = assertThrows(CommandFailure.class, () -> ClusterFile.load(folder), text);
      assertTrue(failure.getMessage().contains("cluster.json"), failure.getMessage());
    }
  }

  @Test
  void theConfigurationSaysWhatTheShapeAsksFor() {
    var file = ClusterFile.of(Path.of("/tmp/a b"), 2, 1, 7400, Map.of());
    assertEquals(
        """
        # Written by `quorate up`, again with each `up --set`.
        cluster: "quorate"
        node:
          name: "n3"
          data_dir: "/tmp/a b/n3/data"
          intended: "learner"
        listen:
          host: "127.0.0.1"
          base_port: 7420
        advertise_host: "127.0.0.1"
        members: ["n1=127.0.0.1:7400", "n2=127.0.0.1:7410"]
        preset: "lan"
        insecure: false
        """,
        NodeConfig.text(file, file.nodes().get(2)));
  }

  @Test
  void settingsGoToTheirPlace() {
    var settings =
        Map.of(
            "preset", "wan", "log.keep", "2h", "listen.host", "0.0.0.0", "log.max_bytes", "1024");
    var file = ClusterFile.of(folder, 1, 0, 7400, settings);
    var text = NodeConfig.text(file, file.nodes().getFirst());
    assertTrue(text.contains("\npreset: \"wan\"\n"), text);
    assertTrue(text.contains("\n  host: \"0.0.0.0\"\n  base_port: 7400\n"), text);
    assertTrue(text.contains("\nlog:\n  keep: \"2h\"\n  max_bytes: 1024\n"), text);
  }

  @Test
  void aTakenPortLeavesNothingBehind() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = taken.getLocalPort();
      var data = folder.resolve("cluster");
      var ran =
          Ran.of(
              "up", "--data", data.toString(), "--nodes", "1", "--base-port", String.valueOf(port));
      assertEquals(ExitCode.FAILED, ran.code(), ran::toString);
      assertTrue(ran.err().contains("port " + port), ran::toString);
      assertTrue(Files.notExists(data), ran::toString);
    }
  }

  @Test
  void anExistingClusterKeepsItsShape() throws Exception {
    ClusterFile.of(folder, 3, 0, 7400, Map.of()).save();
    for (var other : List.of("--nodes=5", "--learners=1", "--base-port=7500")) {
      var ran = Ran.of("up", "--data", folder.toString(), other);
      assertEquals(ExitCode.USAGE, ran.code(), ran::toString);
      assertTrue(ran.err().contains("down --wipe"), ran::toString);
    }
  }

  @Test
  void unknownNodesAndFoldersAreNamed() throws Exception {
    var nowhere = Ran.of("down", "--data", folder.resolve("nowhere").toString());
    assertEquals(ExitCode.FAILED, nowhere.code());
    assertTrue(nowhere.err().contains("no local cluster"), nowhere::toString);
    ClusterFile.of(folder, 3, 0, 7400, Map.of()).save();
    var unknown = Ran.of("kill", "n9", "--data", folder.toString());
    assertEquals(ExitCode.FAILED, unknown.code());
    assertTrue(unknown.err().contains("there are n1, n2, n3"), unknown::toString);
    var down = Ran.of("pause", "n1", "--data", folder.toString());
    assertEquals(ExitCode.FAILED, down.code());
    assertTrue(down.err().contains("n1 is not running"), down::toString);
  }

  @Test
  void wipeDeletesOnlyWhatUpHasMade() throws Exception {
    var file = ClusterFile.of(folder, 2, 0, 7400, Map.of());
    file.save();
    for (var node : file.nodes()) {
      Files.createDirectories(node.data());
      NodeConfig.write(file, node);
    }
    var mine = Files.writeString(folder.resolve("mine.txt"), "x");
    assertEquals(ExitCode.DONE, Ran.of("down", "--wipe", "--data", folder.toString()).code());
    try (var rest = Files.list(folder)) {
      assertEquals(List.of(mine), rest.toList());
    }
  }
}
