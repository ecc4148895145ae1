package io.quorate.cli.drill.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What is read of the system's own tables. */
class LinuxFilesTest {
  @Test
  void aConnectionIsTwoPortsAndAnInode() {
    var table = new HashMap<String, Connections.End>();
    Connections.parse(
        List.of(
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid "
                + " timeout inode",
            "   0: 0100007F:1CE8 0100007F:D431 01 00000000:00000000 00:00000000 00000000 0 0 4711"
                + " 1",
            "   1: 0100007F:1CE8 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 4712"
                + " 1",
            "   2: 0000000000000000FFFF00000100007F:1CE9 0000000000000000FFFF00000100007F:D432 01"
                + " 0:0 0:0 0 0 0 4713 1"),
        table);
    assertEquals(
        Map.of(
            "socket:[4711]", new Connections.End(7400, 54_321),
            "socket:[4713]", new Connections.End(7401, 54_322)),
        table);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void connectionsOfAProcessAreFound() throws Exception {
    var self = ProcessHandle.current().pid();
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var client = new Socket(server.getInetAddress(), server.getLocalPort());
        var accepted = server.accept()) {
      var end = new Connections.End(client.getLocalPort(), accepted.getLocalPort());
      var found = Connections.between(self, List.of(self));
      assertTrue(found.contains(end) && found.contains(end.other()), found::toString);
    }
  }

  @Test
  void controlGroupsOfVersion2AreUsedWhereTheFiltersToolLooks() {
    var first = "25 24 0:22 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu";
    var second = "36 24 0:31 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw";
    var elsewhere = "37 24 0:32 / /mnt/cg rw - cgroup2 cgroup2 rw";
    assertEquals(
        Optional.of(Path.of("/sys/fs/cgroup/unified")), ControlGroup.root(List.of(first, second)));
    assertEquals(Optional.empty(), ControlGroup.root(List.of(first, elsewhere)));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theGuardUndoesWhenWhatItWatchesIsGoneAndNotBefore() throws Exception {
    var folder = Files.createTempDirectory("guard");
    var undone = folder.resolve("undone");
    var watched = new ProcessBuilder("/bin/sleep", "60").start();
    var guard = Guard.start("touch " + undone, Duration.ofSeconds(30), watched.toHandle());
    var released =
        Guard.start("touch " + folder.resolve("never"), Duration.ofSeconds(30), watched.toHandle());
    assertTrue(guard.isAlive() && released.isAlive());
    released.release();
    watched.destroyForcibly().waitFor();
    org.awaitility.Awaitility.await().until(() -> Files.exists(undone));
    org.awaitility.Awaitility.await().until(() -> !guard.isAlive() && !released.isAlive());
    assertTrue(Files.notExists(folder.resolve("never")));
    Files.delete(undone);
    Files.delete(folder);
  }
}
