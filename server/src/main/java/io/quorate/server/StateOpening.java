package io.quorate.server;

import io.quorate.command.TermIndex;
import io.quorate.engine.Engine;
import io.quorate.server.config.NodeConfig;
import io.quorate.server.disk.LogDamagedException;
import io.quorate.server.disk.LogSummary;
import io.quorate.server.disk.LogVerifier;
import io.quorate.server.error.StartupException;
import io.quorate.server.replication.Checkpoints;
import io.quorate.server.replication.PeerAddress;
import io.quorate.server.topology.identity.DataDirectory;
import io.quorate.server.topology.identity.Group;
import io.quorate.server.transfer.CheckpointFetcher;
import io.quorate.server.transfer.CheckpointInstaller;
import io.quorate.server.transfer.Staged;
import io.quorate.store.DurableFiles;
import io.quorate.store.RocksLibrary;
import io.quorate.store.StateDirectory;
import io.quorate.store.StorageException;
import io.quorate.store.StoreOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the state, at the start and after every checkpoint; makes sure before Ratis starts that log
 * and state fit together, because Ratis waits for ever on a gap between them.
 */
final class StateOpening implements Checkpoints, Supplier<Engine> {
  private static final Logger LOG = LoggerFactory.getLogger(StateOpening.class);

  private final Path state;
  private final StoreOptions options;
  private final CheckpointFetcher fetcher;
  private final String groupId;
  private @Nullable Engine opened; // by the check at the start, for the first get()

  private StateOpening(
      Path state, StoreOptions options, CheckpointFetcher fetcher, String groupId) {
    this.state = state;
    this.options = options;
    this.fetcher = fetcher;
    this.groupId = groupId;
  }

  /**
   * Verifies the log, opens the state and, if the log does not go on from it, fetches a checkpoint
   * from the other members first.
   *
   * @throws StartupException when the log is damaged, or the state is
   */
  static StateOpening prepare(
      NodeConfig config,
      DataDirectory directory,
      Group group,
      CheckpointFetcher fetcher,
      Path logDirectory)
      throws IOException {
    RocksLibrary.loadFrom(directory.nativeLibrary())
        .ifPresent(
            why ->
                LOG.warn(
                    "the store's library is in the temporary folder, and stays there when this"
                        + " process is killed: {}",
                    why));
    StateOpening opening =
        new StateOpening(directory.state(), options(config), fetcher, group.groupId());
    LogSummary log = verify(directory, logDirectory);
    try {
      opening.installStaged();
      opening.opened = Engine.open(opening.state, opening.options);
      long applied = opening.opened.applied().index();
      if (log.isEmpty() && applied > 0 && applied != opening.installedIndex()) {
        throw damaged(
            directory, "the log is empty, and the state has applied entries up to " + applied);
      }
      if (!log.carriesOnFrom(opening.opened.applied().index())) {
        opening.bridge(log, group, directory.nodeId());
      }
    } catch (StorageException e) {
      throw new StartupException(
          "the state of this node cannot be opened: "
              + e.getMessage()
              + ". It serves nothing. To re-sync it from the other members, delete the folder "
              + directory.state()
              + " (not the raft folder) and start it again",
          e);
    }
    return opening;
  }

  private static StoreOptions options(NodeConfig config) {
    StoreOptions defaults = StoreOptions.DEFAULT;
    // The key means all column families together, whichever are busy: all of them are flushed at
    // once, and a small one that is full would flush the others half empty.
    long memtable = config.state().memtable();
    return new StoreOptions(
        memtable,
        memtable,
        config.state().blockCache(),
        defaults.maxOpenFiles(),
        defaults.backgroundJobs());
  }

  private static LogSummary verify(DataDirectory directory, Path logDirectory) throws IOException {
    try {
      LogSummary log = LogVerifier.verify(logDirectory);
      if (log.tear().isPresent()) {
        LOG.info(
            "the log ends in a record that a crash cut off; it was never acknowledged and is"
                + " removed: {}",
            log.tear().get());
        LogVerifier.cut(log.tear().get());
      }
      return log;
    } catch (LogDamagedException e) {
      throw damaged(directory, String.valueOf(e.getMessage()));
    }
  }

  private static StartupException damaged(DataDirectory directory, String what) {
    directory.markDamaged(what);
    return new StartupException(
        "the Raft log of this node is damaged: "
            + what
            + ". It may have lost what it acknowledged, so it serves nothing and must not vote"
            + " again. To re-sync it, start it once more: it then joins as a new node and copies"
            + " everything from the others; the damaged files are kept in old-"
            + directory.nodeId());
  }

  /**
   * The log begins after what the state holds (its folder was deleted, say): a checkpoint of
   * another member closes the gap.
   */
  private void bridge(LogSummary log, Group group, String self) throws IOException {
    LOG.warn(
        "the state ends before the log begins at {}: a full sync is needed before this node can"
            + " start",
        log.first());
    closeOpened();
    List<String> addresses = new ArrayList<>();
    group.peers().stream()
        .filter(peer -> !peer.id().equals(self))
        .forEach(peer -> addresses.add(peer.grpc()));
    while (true) {
      try {
        fetcher.fetch(addresses, groupId, log.first() - 1).get();
        break;
      } catch (ExecutionException e) {
        LOG.warn("the full sync failed and is tried again: {}", String.valueOf(e.getCause()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while syncing", e);
      }
    }
    installStaged();
    opened = Engine.open(state, options);
  }

  @Override
  public synchronized Engine get() {
    Engine first = opened;
    opened = null;
    return first != null ? first : Engine.open(state, options);
  }

  @Override
  public CompletableFuture<TermIndex> fetch(PeerAddress source, long minimumIndex) {
    return fetcher
        .fetch(List.of(source.grpc()), groupId, minimumIndex)
        .thenApply(staged -> staged.manifest().position());
  }

  @Override
  public synchronized void installStaged() throws IOException {
    Optional<Staged> staged = fetcher.staged();
    if (staged.isEmpty() || !staged.get().groupId().equals(groupId)) {
      return;
    }
    closeOpened();
    TermIndex position = staged.get().manifest().position();
    TermIndex before;
    try (Engine current = Engine.open(state, options)) {
      before = current.applied();
    }
    if (position.index() <= before.index()) {
      CheckpointInstaller.discardObsolete(fetcher, before);
      return;
    }
    // From here on an empty log is right for a state at this index, and for no other.
    DurableFiles.replace(
        installedMark(), Long.toString(position.index()).getBytes(StandardCharsets.UTF_8));
    new CheckpointInstaller(new StateDirectory(state)).install(staged.get());
    LOG.info("full sync done: the state is now at {}", position);
  }

  private Path installedMark() {
    return state.resolveSibling("installed-checkpoint");
  }

  /** Index of the last checkpoint that was installed, -1 = none. */
  private long installedIndex() throws IOException {
    return Files.exists(installedMark())
        ? Long.parseLong(Files.readString(installedMark()).strip())
        : -1;
  }

  private synchronized void closeOpened() {
    Engine first = opened;
    opened = null;
    if (first != null) {
      first.close();
    }
  }
}
