package io.quorate.server.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.command.Bytes;
import io.quorate.command.TermIndex;
import io.quorate.store.Batch;
import io.quorate.store.Checkpoint;
import io.quorate.store.CorruptStateException;
import io.quorate.store.Keyspace;
import io.quorate.store.Position;
import io.quorate.store.RecordHasher;
import io.quorate.store.RocksStore;
import io.quorate.store.Space;
import io.quorate.store.StateDirectory;
import io.quorate.store.StoreOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * From a real state over gRPC into another node's state directory, with a crash at every step of
 * the installation.
 */
class CheckpointInstallerTest {
  private static final Bytes KEY = Bytes.utf8("who");
  private static final TermIndex OLD = new TermIndex(1, 10);
  private static final TermIndex NEW = new TermIndex(2, 500);

  @TempDir Path temp;
  private SendingNode sender;
  private RocksStore senderStore;
  private CheckpointFetcher fetcher;
  private Path stateDir;
  private StateDirectory state;
  private Staged staged;

  @BeforeEach
  void fetchANewStateBesideAnOldOne() throws Exception {
    senderStore = filled(new StateDirectory(temp.resolve("sender/state")), "new", NEW);
    sender =
        new SendingNode(
            temp.resolve("sender"),
            new StateCheckpoints(directory -> Checkpoint.take(senderStore, directory)),
            TransferConfig.DEFAULT);
    stateDir = temp.resolve("receiver/state");
    state = new StateDirectory(stateDir);
    filled(state, "old", OLD).close();
    fetcher =
        new CheckpointFetcher(temp.resolve("receiver"), sender.client("b"), TransferConfig.DEFAULT);
    staged =
        fetcher
            .fetch(List.of(sender.address()), SendingNode.GROUP, 400)
            .get(Duration.ofSeconds(30).toMillis(), TimeUnit.MILLISECONDS);
  }

  @AfterEach
  void stop() {
    fetcher.close();
    sender.close();
    senderStore.close();
  }

  private static RocksStore filled(StateDirectory directory, String who, TermIndex position) {
    RocksStore store = directory.open(StoreOptions.SMALL);
    Batch batch = new Batch(store, position.term(), position.index(), 0, 0, new RecordHasher());
    batch.put(Space.CLUSTER, KEY, Bytes.utf8(who));
    batch.put(Space.META, Keyspace.APPLIED_KEY, new Position(position, 0).write());
    store.write(batch);
    store.flush();
    return store;
  }

  /** Opens the state as a start does and looks whose it is; there must be one generation then. */
  private String recover() throws IOException {
    try (RocksStore store = state.open(StoreOptions.SMALL);
        var snapshot = store.snapshot()) {
      store.verifyChecksums();
      try (Stream<Path> entries = Files.list(stateDir)) {
        assertEquals(
            1, entries.filter(entry -> entry.getFileName().toString().startsWith("gen-")).count());
      }
      Bytes who = snapshot.get(Space.CLUSTER, KEY);
      return String.valueOf(who);
    }
  }

  @Test
  void theNewStateIsThereAfterTheNextOpenAndTheStagingIsGone() throws IOException {
    assertEquals(NEW, staged.manifest().position());
    assertEquals(NEW, new CheckpointInstaller(state).install(staged));
    assertTrue(fetcher.staged().isEmpty());
    assertEquals("new", recover());
    assertEquals("new", recover());
  }

  /** The steps of an installation, in order; a crash comes right after each. */
  enum Crash {
    DIRECTORY_MADE,
    FIRST_FILE_HALF_WRITTEN,
    ALL_FILES_WRITTEN,
    GENERATION_RENAMED,
    POINTER_HALF_WRITTEN,
    POINTER_WRITTEN_BESIDE,
    POINTER_RENAMED
  }

  @ParameterizedTest
  @EnumSource
  void aCrashAtAnyStepLeavesTheOldStateWholeOrTheNew(Crash crash) throws IOException {
    Path finished = installElsewhere();
    Path unfinished = stateDir.resolve("gen-2.new");
    Path renamed = stateDir.resolve("gen-2");
    switch (crash) {
      case DIRECTORY_MADE -> Files.createDirectory(unfinished);
      case FIRST_FILE_HALF_WRITTEN -> {
        Files.createDirectory(unfinished);
        Files.writeString(unfinished.resolve("000009.sst"), "half");
      }
      case ALL_FILES_WRITTEN -> copy(finished, unfinished);
      case GENERATION_RENAMED -> copy(finished, renamed);
      case POINTER_HALF_WRITTEN -> {
        copy(finished, renamed);
        Files.writeString(stateDir.resolve("CURRENT.new"), "gen");
      }
      case POINTER_WRITTEN_BESIDE -> {
        copy(finished, renamed);
        Files.writeString(stateDir.resolve("CURRENT.new"), "gen-2\n");
      }
      case POINTER_RENAMED -> {
        copy(finished, renamed);
        Files.writeString(stateDir.resolve("CURRENT"), "gen-2\n");
      }
    }
    boolean switched = crash == Crash.POINTER_RENAMED;

    assertEquals(switched ? "new" : "old", recover());
    CheckpointInstaller.discardObsolete(fetcher, switched ? NEW : OLD);
    assertEquals(switched, fetcher.staged().isEmpty());
    if (!switched) {
      // The checkpoint is still here: nothing has to be fetched again.
      new CheckpointInstaller(state).install(fetcher.staged().orElseThrow());
      assertEquals("new", recover());
    }
  }

  /** What an installation that comes to its end makes of the staged files. */
  private Path installElsewhere() throws IOException {
    Path elsewhere = temp.resolve("elsewhere");
    StateDirectory other = new StateDirectory(elsewhere);
    filled(other, "old", OLD).close();
    other.install(Checkpoint.read(staged.directory()));
    assertEquals("gen-2", Files.readString(elsewhere.resolve("CURRENT")).strip());
    return elsewhere.resolve("gen-2");
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectory(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  @Test
  void aStagingThatWasDamagedSinceItArrivedIsThrownAwayAndTheStateStays() throws IOException {
    ManifestFile table =
        staged.manifest().files().stream()
            .filter(file -> file.name().endsWith(".sst"))
            .findFirst()
            .orElseThrow();
    Path file = staged.directory().resolve(table.name());
    byte[] content = Files.readAllBytes(file);
    content[content.length / 2] ^= 1;
    Files.write(file, content);

    CheckpointInstaller installer = new CheckpointInstaller(state);
    assertThrows(CorruptStateException.class, () -> installer.install(staged));

    assertTrue(fetcher.staged().isEmpty());
    assertEquals("old", recover());
  }

  @Test
  void aCheckpointAtAnotherPositionThanAnnouncedIsNotInstalled() throws IOException {
    Manifest other =
        new Manifest(staged.manifest().id(), 1, new TermIndex(2, 499), staged.manifest().files());
    CheckpointInstaller installer = new CheckpointInstaller(state);
    assertThrows(
        CorruptStateException.class,
        () -> installer.install(new Staged(staged.directory(), SendingNode.GROUP, other)));
    assertEquals("old", recover());
    assertFalse(Files.exists(staged.directory()));
  }
}
