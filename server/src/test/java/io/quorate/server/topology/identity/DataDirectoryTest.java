package io.quorate.server.topology.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.server.error.StartupException;
import io.quorate.server.replication.PeerAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  private static final String GROUP = UUID.randomUUID().toString();

  @TempDir Path temp;

  private DataDirectory open() {
    return DataDirectory.open(temp.resolve("data"), "c", "n1");
  }

  private static Group groupOf(DataDirectory directory) {
    return new Group(
        GROUP, 1, List.of(new Group.Member(directory.nodeId(), "n1", "h:0", "h:1", "h:2", true)));
  }

  /** A directory whose node has entered the group; its id. */
  private String formed() {
    try (DataDirectory directory = open()) {
      directory.enter(groupOf(directory));
      return directory.nodeId();
    }
  }

  private static String refusal(Executable opening) {
    return String.valueOf(assertThrows(StartupException.class, opening).getMessage());
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void anEmptyDirectoryGetsAnIdentityThatStays() {
    String id;
    try (DataDirectory directory = open()) {
      id = directory.nodeId();
      assertEquals(Optional.empty(), directory.formed());
      assertFalse(directory.rejoins());
      assertTrue(
          Files.isDirectory(directory.raft())
              && Files.isDirectory(directory.state())
              && Files.isDirectory(directory.transfer()));
    }
    try (DataDirectory directory = open()) {
      assertEquals(id, directory.nodeId());
    }
  }

  @Test
  void theGroupIsRememberedAndRaftFindsADirectoryThatNeverVoted() throws IOException {
    String id = formed();
    try (DataDirectory directory = open()) {
      assertEquals(id, directory.nodeId());
      assertEquals(groupOf(directory), directory.formed().orElseThrow());
      assertEquals(
          "term=0\nvotedFor=\n",
          Files.readString(directory.raft().resolve(GROUP).resolve("current/raft-meta")));
    }
  }

  @Test
  void anIdentityEntersOneGroupOnly() {
    formed();
    try (DataDirectory directory = open()) {
      Group other = new Group(UUID.randomUUID().toString(), 1, groupOf(directory).peers());
      assertThrows(IllegalStateException.class, () -> directory.enter(other));
      Group withoutUs = new Group(GROUP, 1, List.of());
      assertThrows(IllegalArgumentException.class, () -> directory.enter(withoutUs));
      assertEquals(GROUP, directory.formed().orElseThrow().groupId());
    }
  }

  @Test
  void ownAddressesFollowTheConfiguration() {
    String id = formed();
    try (DataDirectory directory = open()) {
      directory.refresh(new PeerAddress(id, "n1", "new:0", "new:1", "new:2"));
    }
    try (DataDirectory directory = open()) {
      assertEquals("new:1", directory.formed().orElseThrow().peer(id).orElseThrow().raft());
      assertTrue(directory.formed().orElseThrow().peer(id).orElseThrow().voter());
    }
  }

  @Test
  void aWipedLogEndsTheIdentityAndKeepsWhatIsLeft() throws IOException {
    String id = formed();
    Path data = temp.resolve("data");
    Files.writeString(data.resolve("state/file"), "kept");
    delete(data.resolve("raft"));
    String renewed;
    try (DataDirectory directory = open()) {
      renewed = directory.nodeId();
      assertNotEquals(id, renewed);
      assertEquals(Optional.empty(), directory.formed());
      assertTrue(directory.rejoins());
      assertFalse(Files.exists(directory.state().resolve("file")));
      assertEquals("kept", Files.readString(data.resolve("old-" + id).resolve("state/file")));
      assertTrue(Files.readString(data.resolve("old-" + id).resolve("node.json")).contains(id));
    }
    try (DataDirectory directory = open()) {
      assertEquals(renewed, directory.nodeId(), "renewed once, not at every start");
      assertTrue(directory.rejoins());
    }
  }

  @Test
  void aMissingRaftMetaAloneEndsTheIdentity() throws IOException {
    String id = formed();
    Files.delete(temp.resolve("data/raft").resolve(GROUP).resolve("current/raft-meta"));
    try (DataDirectory directory = open()) {
      assertNotEquals(id, directory.nodeId());
    }
  }

  @Test
  void aDamagedLogEndsTheIdentity() {
    String id = formed();
    try (DataDirectory directory = open()) {
      directory.markDamaged("checksum of log_0-17");
      assertEquals(id, directory.nodeId(), "the running process is not touched");
    }
    try (DataDirectory directory = open()) {
      assertNotEquals(id, directory.nodeId());
      assertTrue(directory.rejoins());
      assertFalse(
          Files.exists(directory.raft().resolve("DAMAGED")), "the new identity starts clean");
    }
  }

  @Test
  void aLostStateAloneKeepsTheIdentity() throws IOException {
    String id = formed();
    delete(temp.resolve("data/state"));
    try (DataDirectory directory = open()) {
      assertEquals(id, directory.nodeId());
      assertTrue(directory.formed().isPresent());
    }
  }

  @Test
  void aRenewalThatWasInterruptedIsCompleted() throws IOException {
    String id = formed();
    Path data = temp.resolve("data");
    // The log is moved, node.json is not yet replaced.
    Files.createDirectories(data.resolve("old-" + id));
    Files.move(data.resolve("raft"), data.resolve("old-" + id).resolve("raft"));
    Files.writeString(data.resolve("state/file"), "kept");
    try (DataDirectory directory = open()) {
      assertNotEquals(id, directory.nodeId());
      assertTrue(Files.exists(data.resolve("old-" + id).resolve("raft").resolve(GROUP)));
      assertTrue(Files.exists(data.resolve("old-" + id).resolve("state/file")));
    }
  }

  @Test
  void aGroupThatWasPreparedAndNotEnteredIsNotStarted() throws IOException {
    String id;
    try (DataDirectory directory = open()) {
      id = directory.nodeId();
      Files.createDirectories(directory.raft().resolve(GROUP).resolve("current"));
    }
    try (DataDirectory directory = open()) {
      assertEquals(id, directory.nodeId());
      assertFalse(
          Files.exists(directory.raft().resolve(GROUP)), "Ratis starts every group that it finds");
    }
  }

  @Test
  void dataOfAnotherNodeOrClusterIsRefusedWithBothNames() {
    formed();
    String cluster = refusal(() -> DataDirectory.open(temp.resolve("data"), "other", "n1"));
    assertTrue(cluster.contains("\"c\"") && cluster.contains("\"other\""), cluster);
    String node = refusal(() -> DataDirectory.open(temp.resolve("data"), "c", "n2"));
    assertTrue(node.contains("\"n1\"") && node.contains("\"n2\""), node);
    open().close(); // A refusal holds no lock.
  }

  @Test
  void aNewerFormatIsRefused() throws IOException {
    Path data = Files.createDirectories(temp.resolve("data"));
    Files.writeString(data.resolve("node.json"), "{\"format\":2,\"something\":\"new\"}");
    String message = refusal(this::open);
    assertTrue(message.contains("format 2") && message.contains("newer"), message);
  }

  @Test
  void anUnreadableRecordIsRefusedAndNotReplaced() throws IOException {
    Path data = Files.createDirectories(temp.resolve("data"));
    for (String text : List.of("", "{\"format\":1", "{\"format\":1}", "[]")) {
      Files.writeString(data.resolve("node.json"), text);
      assertThrows(StartupException.class, this::open, text);
      assertEquals(text, Files.readString(data.resolve("node.json")));
    }
  }

  @Test
  void aLogWithoutARecordIsRefused() throws IOException {
    formed();
    Files.delete(temp.resolve("data/node.json"));
    assertTrue(refusal(this::open).contains("node.json"));
  }

  @Test
  void aSecondOpenInTheSameProcessIsRefused() {
    try (DataDirectory first = open()) {
      String message = refusal(this::open);
      assertTrue(message.contains("pid " + ProcessHandle.current().pid()), message);
      assertFalse(first.nodeId().isEmpty());
    }
    open().close();
  }

  @Test
  void anotherProcessHoldsTheDirectoryUntilItDies() throws Exception {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                temp.resolve("data").toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8))) {
      while (!"held".equals(out.readLine())) {
        assertTrue(holder.isAlive(), "the other process ended before it held the directory");
      }
      String message = refusal(this::open);
      assertTrue(
          message.contains("is used by a running process (pid " + holder.pid() + ")"), message);
    } finally {
      holder.destroyForcibly();
      assertTrue(holder.waitFor(10, TimeUnit.SECONDS));
    }
    open().close();
  }

  /** Opens a directory and keeps it until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws IOException {
      try (DataDirectory directory = DataDirectory.open(Path.of(args[0]), "c", "n1")) {
        System.out.println("held");
        System.out.flush();
        System.in.read();
        System.out.println("gave up " + directory.nodeId());
      }
    }
  }

  /** As an identity that ended this long ago left it. */
  private Path left(String id, long minutesAgo) throws IOException {
    Path old = Files.createDirectories(temp.resolve("data").resolve("old-" + id));
    Files.writeString(Files.createDirectories(old.resolve("state/gen-1")).resolve("file"), "kept");
    Files.setLastModifiedTime(
        old, FileTime.from(Instant.now().minus(Duration.ofMinutes(minutesAgo))));
    return old;
  }

  @Test
  void onlyTheNewestOfTheEndedIdentitiesIsKept() throws IOException {
    formed();
    Path oldest = left(UUID.randomUUID().toString(), 30);
    Path newest = left(UUID.randomUUID().toString(), 10);
    Path middle = left(UUID.randomUUID().toString(), 20);
    Path somebodys = left("notes", 40);
    open().close();
    assertFalse(Files.exists(oldest));
    assertFalse(Files.exists(middle));
    assertTrue(Files.exists(newest.resolve("state/gen-1/file")));
    assertTrue(Files.exists(somebodys), "no identity's");
  }

  @Test
  void anIdentityThatEndsNowIsTheNewest() throws IOException {
    String ending = formed();
    Path before = left(UUID.randomUUID().toString(), 10);
    delete(temp.resolve("data/raft"));
    open().close();
    assertFalse(Files.exists(before));
    assertTrue(Files.exists(temp.resolve("data").resolve("old-" + ending)));
  }
}
