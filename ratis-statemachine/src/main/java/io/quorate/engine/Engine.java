package io.quorate.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.quorate.cluster.TermHistory;
import io.quorate.command.Applied;
import io.quorate.command.Entry;
import io.quorate.command.TermIndex;
import io.quorate.digest.Digest;
import io.quorate.digest.DigestMark;
import io.quorate.lease.LeaseQuery;
import io.quorate.session.SessionQuery;
import io.quorate.store.Batch;
import io.quorate.store.Checkpoint;
import io.quorate.store.Keyspace;
import io.quorate.store.Position;
import io.quorate.store.RecordHasher;
import io.quorate.store.RocksStore;
import io.quorate.store.Space;
import io.quorate.store.StateDirectory;
import io.quorate.store.StateReplacedException;
import io.quorate.store.StorageException;
import io.quorate.store.StorageFullException;
import io.quorate.store.StoreOptions;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * The state of one node, and the one function that changes it.
 *
 * Everything an entry writes is one batch, with the position of the entry in it. So the state in memory and on disk is always that of
 * some position, and the position says where the log must be replayed from. There is no write-ahead log under it: what was not flushed
 * is lost in a crash, atomically, and comes again from the Raft log.
 *
 *   apply thread     apply, advance: builds the batch without a lock, then writes it and publishes the new head under `commit`
 *   flush thread     flush: everything written before the call becomes durable; then `durable` moves
 *   any thread       view: a snapshot and the head that belongs to it, taken together under `commit`
 *
 * close() may come at any time; whoever is inside is waited for, whoever comes later gets StateReplacedException.
 */

/**
 * The replicated state: {@link #apply} moves it from one log entry to the next, the same way on
 * every node.
 *
 * <p>One thread applies and advances; everything else may be called by any thread.
 */
public final class Engine implements AutoCloseable {
  private final RocksStore store;
  private final RecordHasher hasher = new RecordHasher(); // only touched by the apply thread

  /**
   * Null = must be loaded from the store, because a batch was not written. Only touched by the
   * apply thread.
   */
  private @Nullable Applier applier;

  /** What stopped apply for good. Only touched by the apply thread. */
  private @Nullable RuntimeException failure;

  /** Held while a batch is written and its head published. */
  private final Object commit = new Object();

  private volatile Head head;

  @GuardedBy("commit")
  private Head stored; // what the database holds of the position; behind head after an advance

  @GuardedBy("commit")
  private long unflushedBytes;

  private volatile TermIndex durable;

  /** Only written by the apply thread. */
  private volatile int entryVersion = 1;

  private Engine(RocksStore store) {
    this.store = store;
    this.applier = new Applier(store);
    this.head = load(applier);
    this.stored = head;
    this.durable = head.applied();
  }

  /**
   * Opens the state in the folder, an empty one if there is none.
   *
   * @throws StorageException it is damaged, from a newer program, or cannot be read
   */
  public static Engine open(Path stateDirectory, StoreOptions options) {
    RocksStore store = new StateDirectory(stateDirectory).open(options);
    try {
      return new Engine(store);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private Head load(Applier loaded) {
    Position position = Position.read(store.get(Space.META, Keyspace.APPLIED_KEY));
    return new Head(
        position.applied(),
        position.timeMs(),
        TermHistory.load(store),
        loaded.settings(),
        loaded.digestRoot(),
        loaded.changes().first(),
        loaded.changes().next(),
        loaded.changes().bytes(),
        LeaseQuery.nextExpiryMs(store, 0),
        SessionQuery.nextExpiryMs(store, 0));
  }

  /** The last entry that the state contains; {@link TermIndex#NONE} before the first. */
  public TermIndex applied() {
    return head.applied();
  }

  /** The position that is known to survive a power cut: replay begins after it. */
  public TermIndex durable() {
    return durable;
  }

  /** The newest version of the entries applied since it was opened; 1 when there was none. */
  public int entryVersion() {
    return entryVersion;
  }

  /** Cluster time of the last entry. */
  public long timeMs() {
    return head.timeMs();
  }

  /**
   * Applies the entry, wholly or not at all.
   *
   * @return the outcome of each command, in order
   * @throws IllegalStateException it has been applied already
   * @throws StorageFullException there is no space; the same entry can be applied again later
   * @throws StorageException another one: every later call fails the same way
   */
  public List<Applied> apply(long term, long index, Entry entry) {
    checkUsable();
    Head before = head;
    if (index <= before.applied().index()) {
      throw new IllegalStateException(
          "entry "
              + index
              + " comes again: entries up to "
              + before.applied().index()
              + " are applied");
    }
    if (index < 1) {
      throw new IllegalArgumentException(
          "entry " + index + ": index 0 is the log's first configuration, ids begin at 1");
    }
    boolean written = false;
    try {
      List<Applied> results = apply(before, term, index, entry);
      written = true;
      if (entry.version() > entryVersion) {
        entryVersion = entry.version();
      }
      return results;
    } catch (StorageFullException | StateReplacedException e) {
      throw e;
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    } finally {
      if (!written) {
        // What the features remember is ahead of the database now.
        applier = null;
      }
    }
  }

  private List<Applied> apply(Head before, long term, long index, Entry entry) {
    if (applier == null) {
      applier = new Applier(store);
    }
    Applier loaded = applier;
    var applied = new TermIndex(term, index);
    long timeMs = Math.max(before.timeMs(), entry.timeMs());
    var batch = new Batch(store, term, index, timeMs, entry.wallMs(), hasher);
    List<Applied> results = loaded.apply(entry, batch);
    var after =
        new Head(
            applied,
            timeMs,
            before.history().with(term, index),
            loaded.settings(),
            loaded.digestRoot(),
            loaded.changes().first(),
            loaded.changes().next(),
            loaded.changes().bytes(),
            nextLeaseExpiryMs(before, batch),
            nextSessionExpiryMs(before, batch));
    synchronized (commit) {
      write(after, batch);
      head = after;
    }
    return results;
  }

  @GuardedBy("commit")
  private void write(Head after, Batch batch) {
    after.history().store(stored.history(), batch);
    batch.put(
        Space.META, Keyspace.APPLIED_KEY, new Position(after.applied(), after.timeMs()).write());
    unflushedBytes += store.write(batch);
    stored = after;
  }

  // Nothing is due before what was due first, but what this entry added.
  private static long nextLeaseExpiryMs(Head before, Batch batch) {
    return batch.wrote(Space.LEASE, Keyspace.LEASE_EXPIRIES)
        ? LeaseQuery.nextExpiryMs(batch, Math.min(before.nextLeaseExpiryMs(), batch.timeMs()))
        : before.nextLeaseExpiryMs();
  }

  private static long nextSessionExpiryMs(Head before, Batch batch) {
    return batch.wrote(Space.SESSION, Keyspace.SESSION_EXPIRIES)
        ? SessionQuery.nextExpiryMs(batch, Math.min(before.nextSessionExpiryMs(), batch.timeMs()))
        : before.nextSessionExpiryMs();
  }

  private void checkUsable() {
    if (failure != null) {
      throw new IllegalStateException(
          "the engine has failed before: " + failure.getMessage(), failure);
    }
  }

  /**
   * Moves past an entry that is not for the state: a configuration or metadata entry. It is stored
   * with the next batch or flush. Does nothing when the state is there already.
   */
  public void advance(long term, long index) {
    synchronized (commit) {
      if (index > head.applied().index()) {
        head = head.advancedTo(new TermIndex(term, index), head.history().with(term, index));
      }
    }
  }

  /**
   * Makes everything that was applied before the call durable. Slow; not on the apply thread.
   *
   * @return the durable position, which {@link #durable} says from then on
   * @throws StorageFullException there is no space; try again later
   */
  public TermIndex flush() {
    Head target;
    long flushing;
    synchronized (commit) {
      if (!stored.applied().equals(head.applied())) {
        Head advanced = head;
        var batch =
            new Batch(
                store,
                advanced.applied().term(),
                advanced.applied().index(),
                advanced.timeMs(),
                0,
                new RecordHasher());
        write(advanced, batch);
      }
      target = stored;
      flushing = unflushedBytes;
    }
    store.flush();
    TermIndex reached;
    synchronized (commit) {
      unflushedBytes -= flushing;
      // Another flush may have come further.
      if (target.applied().index() > durable.index()) {
        durable = target.applied();
      }
      reached = durable;
    }
    // Of what was trimmed for good: a crash does not bring it back.
    store.dropFiles(Space.CHANGE, Keyspace.change(target.firstChange()));
    return reached;
  }

  /**
   * A consistent state that can be read while the engine goes on. Close it soon: it holds back the
   * removal of old versions.
   */
  public View view() {
    synchronized (commit) {
      return new View(store.snapshot(), head, StateDirectory.generation(store));
    }
  }

  /** How many views have been taken and not closed. */
  public int openViews() {
    return store.openSnapshots();
  }

  /** The digest root with the position that it is of. */
  public DigestRoot digest() {
    Head now = head;
    return new DigestRoot(now.applied(), now.digestRoot().toString());
  }

  /** Roots recorded by DigestMark entries, oldest first; the last 16. */
  public List<DigestMark> digestMarks() {
    return Digest.marks(store);
  }

  /** What a crash would lose and the log would have to give again. */
  public long unflushedBytes() {
    synchronized (commit) {
      return unflushedBytes;
    }
  }

  /**
   * A copy of the state in a folder that must not exist: hard links and a manifest. Flushes. Long:
   * it reads every file for its checksum.
   */
  public Checkpoint checkpoint(Path directory) {
    flush();
    return Checkpoint.take(store, directory);
  }

  /**
   * Reads every file and compares its checksums; damage inside a file that no reader has met yet
   * shows here.
   *
   * @throws io.quorate.store.CorruptStateException naming the file
   */
  public void verifyChecksums() {
    store.verifyChecksums();
  }

  public EngineStats stats() {
    Head now = head;
    return new EngineStats(
        now.applied(),
        durable,
        unflushedBytes(),
        store.estimateRecords(Space.KV),
        store.property("rocksdb.cur-size-all-mem-tables"),
        store.diskBytes(),
        now.firstChange(),
        now.nextChange(),
        now.changeBytes());
  }

  /**
   * Without a flush: what was not flushed comes again from the log. Views become unusable, safely.
   * Idempotent.
   */
  @Override
  public void close() {
    store.close();
  }
}
