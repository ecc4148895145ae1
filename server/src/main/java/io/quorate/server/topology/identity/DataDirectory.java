package io.quorate.server.topology.identity;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.quorate.server.error.StartupException;
import io.quorate.server.replication.PeerAddress;
import io.quorate.store.DurableFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that holds everything a node knows, and the identity that lives and dies with it.
 * Thread-safe.
 */
public final class DataDirectory implements NodeIdentity, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);

  /** What Ratis itself writes when it formats a directory: term 0, no vote. */
  private static final byte[] NEVER_VOTED =
      "term=0\nvotedFor=\n".getBytes(StandardCharsets.ISO_8859_1);

  private final Path root;
  private final DirectoryLock lock;

  @GuardedBy("this")
  private NodeRecord record;

  private DataDirectory(Path root, DirectoryLock lock, NodeRecord record) {
    this.root = root;
    this.lock = lock;
    this.record = record;
  }

  /**
   * Creates or opens the directory, takes its lock and settles its identity: a new one when it is
   * empty or its log is gone.
   *
   * @throws StartupException when it is in use, belongs to another node or cluster, or was written
   *     by a newer version
   */
  public static DataDirectory open(Path root, String cluster, String name) {
    try {
      DurableFiles.createDirectories(root);
      DirectoryLock lock = DirectoryLock.acquire(root);
      try {
        return new DataDirectory(root, lock, settle(root, cluster, name)).prepared();
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new StartupException("data directory " + root + " is not usable: " + e, e);
    }
  }

  private static NodeRecord settle(Path root, String cluster, String name) throws IOException {
    Path file = root.resolve("node.json");
    if (!Files.exists(file)) {
      refuseOrphans(root);
      return create(root, cluster, name, null);
    }
    NodeRecord found = NodeRecord.parse(Files.readAllBytes(file), file);
    refuseOther(root, "cluster", found.cluster(), cluster);
    refuseOther(root, "node", found.name(), name);
    Optional<String> death = causeOfDeath(root, found);
    if (death.isEmpty()) {
      return found;
    }
    Path old = OldIdentities.of(root, found.nodeId());
    LOG.warn(
        "The identity {} ends: {}. A node without its log and votes must not vote again, so it goes"
            + " on as a new node that joins as a learner and catches up. What was there is kept in"
            + " {} until the next identity ends; delete it sooner when you do not need it.",
        found.nodeId(),
        death.get(),
        old);
    setAside(root, old);
    return create(root, cluster, name, found.nodeId());
  }

  private static NodeRecord create(
      Path root, String cluster, String name, @Nullable String previous) throws IOException {
    NodeRecord created = NodeRecord.create(cluster, name, previous);
    DurableFiles.replace(root.resolve("node.json"), created.toJson());
    LOG.info("New identity {} for {} of {} in {}", created.nodeId(), name, cluster, root);
    return created;
  }

  /**
   * A log whose node.json is gone belonged to some identity; nobody can say which, so nobody may
   * use it.
   */
  private static void refuseOrphans(Path root) throws IOException {
    for (String part : List.of("raft", "state")) {
      if (!isEmpty(root.resolve(part))) {
        throw new StartupException(
            "data directory "
                + root
                + " has "
                + part
                + "/ but no node.json: it is not known whose data this is;"
                + " restore node.json, or empty the directory to rejoin as a new node");
      }
    }
  }

  private static void refuseOther(Path root, String what, String found, String expected) {
    if (!found.equals(expected)) {
      throw new StartupException(
          "data directory "
              + root
              + " belongs to "
              + what
              + " \""
              + found
              + "\", the configuration says \""
              + expected
              + "\"; correct the configuration, or use another data directory");
    }
  }

  private static Optional<String> causeOfDeath(Path root, NodeRecord record) throws IOException {
    Path damaged = root.resolve("raft").resolve("DAMAGED");
    if (Files.exists(damaged)) {
      return Optional.of("its Raft log is damaged (" + Files.readString(damaged).strip() + ")");
    }
    Group formed = record.formed();
    if (formed != null && !Files.exists(meta(root, formed.groupId()))) {
      return Optional.of("its Raft log is gone (no " + meta(root, formed.groupId()) + ")");
    }
    return Optional.empty();
  }

  /** node.json is overwritten last: a crash on the way finds the log gone and comes here again. */
  private static void setAside(Path root, Path old) throws IOException {
    DurableFiles.createDirectories(old);
    for (String part : List.of("raft", "state", "transfer")) {
      DurableFiles.moveIfPresent(root.resolve(part), old.resolve(part));
    }
    DurableFiles.replace(old.resolve("node.json"), Files.readAllBytes(root.resolve("node.json")));
  }

  private DataDirectory prepared() throws IOException {
    if (formed().isEmpty() && !isEmpty(raft())) {
      // A group that was prepared and then not entered: it never voted, and Ratis would start it by
      // itself.
      setAside(root, OldIdentities.of(root, nodeId()));
    }
    for (Path part : List.of(raft(), state(), transfer())) {
      DurableFiles.createDirectories(part);
    }
    OldIdentities.prune(root);
    return this;
  }

  @Override
  public synchronized String nodeId() {
    return record.nodeId();
  }

  @Override
  public synchronized boolean rejoins() {
    return record.previous() != null;
  }

  @Override
  public synchronized Optional<Group> formed() {
    return Optional.ofNullable(record.formed());
  }

  @Override
  public synchronized void enter(Group group) {
    Group formed = record.formed();
    if (formed != null && !formed.groupId().equals(group.groupId())) {
      throw new IllegalStateException(
          "node "
              + record.nodeId()
              + " is in group "
              + formed.groupId()
              + " and was to enter "
              + group.groupId());
    }
    if (group.peer(record.nodeId()).isEmpty()) {
      throw new IllegalArgumentException(
          "group " + group.groupId() + " does not list node " + record.nodeId());
    }
    try {
      if (formed == null) {
        DurableFiles.createDirectories(current(root, group.groupId()));
        DurableFiles.replace(meta(root, group.groupId()), NEVER_VOTED);
      }
      NodeRecord entered = record.withFormed(group);
      DurableFiles.replace(root.resolve("node.json"), entered.toJson());
      record = entered;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot record the group in " + root, e);
    }
  }

  /** Brings this node's own addresses in the recorded group up to date with its configuration. */
  public synchronized void refresh(PeerAddress self) {
    Group formed = record.formed();
    if (formed != null && !formed.withAddress(self).equals(formed)) {
      enter(formed.withAddress(self));
    }
  }

  /**
   * The log or raft-meta is damaged: at the next start this identity ends and the node rejoins as a
   * new one.
   */
  public void markDamaged(String reason) {
    try {
      DurableFiles.replace(
          raft().resolve("DAMAGED"), (reason + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot mark the log in " + root + " as damaged: " + reason, e);
    }
  }

  /**
   * Ratis' storage directory. Start it in RECOVER mode: the group's own directory exists before the
   * first start.
   */
  public Path raft() {
    return root.resolve("raft");
  }

  public Path state() {
    return root.resolve("state");
  }

  public Path transfer() {
    return root.resolve("transfer");
  }

  /** Of the servers that rehearse a fail-over; nothing in it has to be kept. */
  public Path warmUp() {
    return root.resolve("warm-up");
  }

  /** Of the store's native library, which is made again when it is missing. */
  public Path nativeLibrary() {
    return root.resolve("native");
  }

  /** A file: space held back. */
  public Path ballast() {
    return root.resolve("ballast");
  }

  private static Path meta(Path root, String groupId) {
    return current(root, groupId).resolve("raft-meta");
  }

  private static Path current(Path root, String groupId) {
    return root.resolve("raft").resolve(groupId).resolve("current");
  }

  private static boolean isEmpty(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return true;
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      LOG.warn("Could not release the lock of {}", root, e);
    }
  }
}
