package io.quorate.store;

import io.quorate.command.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.FlushOptions;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.SstFileReader;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * One RocksDB database with a column family for each {@link Space}, no write-ahead log, and flushes
 * that are atomic over all of them: after a crash it is as some batch left it.
 *
 * <p>Every use of native memory happens inside {@link #use}, which {@link #close} waits for and
 * then refuses. So closing while others still read is safe; they get {@link
 * StateReplacedException}.
 */
public final class RocksStore implements Reader, AutoCloseable {
  private final Path directory;
  private final RocksOptions options;
  private final RocksDB db;
  private final ColumnFamilyHandle unused;
  private final Map<Space, ColumnFamilyHandle> families;
  private final Map<Space, Integer> familyIds = new EnumMap<>(Space.class);
  private int lastBatchBytes; // only touched by the thread that writes batches
  private final ReadOptions readLatest = new ReadOptions();
  private final WriteOptions withoutLog = new WriteOptions().setDisableWAL(true);
  private final FlushOptions waiting =
      new FlushOptions().setWaitForFlush(true).setAllowWriteStall(true);

  /**
   * Shared by uses, exclusive for close. Re-entrant, because a visitor of a scan may read again.
   */
  private final ReentrantReadWriteLock lifecycle = new ReentrantReadWriteLock();

  private boolean closed; // guarded by lifecycle
  private final Set<Snapshot> snapshots = new HashSet<>(); // guarded by itself

  private RocksStore(
      Path directory,
      RocksOptions options,
      RocksDB db,
      ColumnFamilyHandle unused,
      Map<Space, ColumnFamilyHandle> families) {
    this.directory = directory;
    this.options = options;
    this.db = db;
    this.unused = unused;
    this.families = families;
    families.forEach((space, family) -> familyIds.put(space, family.getID()));
  }

  /** Makes an empty database in a directory that does not exist, and closes it. */
  static void create(Path directory, StoreOptions options) {
    try (RocksStore store = open(directory, options, Mode.CREATE)) {
      store.writeFormat();
    }
  }

  /**
   * Opens a database that exists.
   *
   * @throws CorruptStateException files are missing or damaged
   * @throws UnknownFormatException a newer program wrote it
   */
  static RocksStore open(Path directory, StoreOptions options) {
    RocksStore store = checked(open(directory, options, Mode.WRITE));
    try {
      store.raiseFormat();
      return store;
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** Leaves the files alone. */
  static RocksStore openReadOnly(Path directory) {
    return checked(open(directory, StoreOptions.SMALL, Mode.READ));
  }

  private enum Mode {
    CREATE,
    WRITE,
    READ
  }

  private static RocksStore open(Path directory, StoreOptions storeOptions, Mode mode) {
    var options = new RocksOptions(storeOptions);
    try {
      boolean create = mode == Mode.CREATE;
      options
          .db()
          .setCreateIfMissing(create)
          .setCreateMissingColumnFamilies(create)
          .setErrorIfExists(create);
      var descriptors = new ArrayList<ColumnFamilyDescriptor>();
      descriptors.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, options.unused()));
      for (Space space : Space.values()) {
        descriptors.add(new ColumnFamilyDescriptor(space.familyName(), options.family(space)));
      }
      var handles = new ArrayList<ColumnFamilyHandle>();
      RocksDB db =
          mode == Mode.READ
              ? RocksDB.openReadOnly(options.db(), directory.toString(), descriptors, handles)
              : RocksDB.open(options.db(), directory.toString(), descriptors, handles);
      var families = new EnumMap<Space, ColumnFamilyHandle>(Space.class);
      var opened = handles.iterator();
      ColumnFamilyHandle unused = opened.next();
      for (Space space : Space.values()) {
        families.put(space, opened.next());
      }
      return new RocksStore(directory, options, db, unused, families);
    } catch (RocksDBException e) {
      options.close();
      throw Failures.of("opening " + directory, e);
    }
  }

  private static RocksStore checked(RocksStore store) {
    try {
      int found = store.format();
      if (found > Keyspace.FORMAT) {
        throw new UnknownFormatException(store.directory.toString(), found, Keyspace.FORMAT);
      }
      return store;
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /**
   * Before anything of today's format is written: an older program must not take it for its own.
   * What an older one wrote needs no rewriting, it is read as it is.
   */
  private void raiseFormat() {
    if (format() < Keyspace.FORMAT) {
      writeFormat();
    }
  }

  private int format() {
    Bytes stored = get(Space.META, Keyspace.FORMAT_KEY);
    if (stored == null) {
      throw new CorruptStateException(directory + " has no format version");
    }
    return ByteBuffer.wrap(stored.array()).getInt();
  }

  private void writeFormat() {
    use(
        "writing the format version to " + directory,
        open -> {
          byte[] format = ByteBuffer.allocate(4).putInt(Keyspace.FORMAT).array();
          open.put(family(Space.META), withoutLog, Keyspace.FORMAT_KEY.array(), format);
          return null;
        });
    flush();
  }

  /** The folder of its files. */
  public Path directory() {
    return directory;
  }

  /** Something that happens while the database cannot be closed. */
  interface Use<T> {
    T in(RocksDB db) throws RocksDBException;
  }

  <T extends @Nullable Object> T use(String doing, Use<T> use) {
    var lock = lifecycle.readLock();
    lock.lock();
    try {
      if (closed) {
        throw new StateReplacedException(
            "the state in " + directory.getFileName() + " has been closed");
      }
      return use.in(db);
    } catch (RocksDBException e) {
      throw Failures.of(doing, e);
    } finally {
      lock.unlock();
    }
  }

  ColumnFamilyHandle family(Space space) {
    return Objects.requireNonNull(families.get(space));
  }

  /** The latest state, which only the thread that writes batches may rely on. */
  @Override
  public @Nullable Bytes get(Space space, Bytes key) {
    return get(space, key, readLatest);
  }

  /** The latest state. */
  @Override
  public void scan(Space space, Bytes start, Bytes end, Visitor visitor) {
    scan(space, start, end, null, visitor);
  }

  @Nullable Bytes get(Space space, Bytes key, ReadOptions options) {
    return use(
        "reading",
        open -> {
          byte[] value = open.get(family(space), options, key.array());
          return value == null ? null : Bytes.wrap(value);
        });
  }

  List<@Nullable Bytes> getAll(Space space, List<Bytes> keys, ReadOptions options) {
    if (keys.isEmpty()) { // which multiGet asserts
      return new ArrayList<>();
    }
    return use(
        "reading",
        open -> {
          var names = new ArrayList<byte[]>(keys.size());
          keys.forEach(key -> names.add(key.array()));
          List<byte[]> values =
              open.multiGetAsList(options, Collections.nCopies(keys.size(), family(space)), names);
          var found = new ArrayList<@Nullable Bytes>(keys.size());
          for (int i = 0; i < values.size(); i++) {
            byte @Nullable [] value = values.get(i);
            // It says "none" of what it could not read, too: a single get says which it is.
            found.add(value == null ? get(space, keys.get(i), options) : Bytes.wrap(value));
          }
          return found;
        });
  }

  void scan(
      Space space,
      Bytes start,
      Bytes end,
      org.rocksdb.@Nullable Snapshot snapshot,
      Visitor visitor) {
    use(
        "scanning",
        open -> {
          try (var options = new ReadOptions();
              var upper = end.isEmpty() ? null : new Slice(end.array())) {
            if (snapshot != null) {
              options.setSnapshot(snapshot);
            }
            if (upper != null) {
              options.setIterateUpperBound(upper);
            }
            try (var rows = open.newIterator(family(space), options)) {
              var value = new Current(rows);
              for (rows.seek(start.array()); rows.isValid(); rows.next()) {
                if (!visitor.visit(Bytes.wrap(rows.key()), value)) {
                  return null;
                }
              }
              rows.status();
            }
          }
          return null;
        });
  }

  private record Current(RocksIterator rows) implements Value {
    @Override
    public Bytes bytes() {
      return Bytes.wrap(rows.value());
    }

    @Override
    public Bytes head(int length) {
      byte[] head = new byte[length];
      int size = rows.value(head);
      return Bytes.wrap(size >= length ? head : Arrays.copyOf(head, size));
    }
  }

  /**
   * Writes all of the batch or nothing. It is in memory until the next flush.
   *
   * @return bytes written
   */
  public long write(Batch batch) {
    return use(
        "writing a batch",
        open -> {
          var writer = new WriteBatchWriter(familyIds, lastBatchBytes + lastBatchBytes / 4);
          batch.fill(writer);
          try (var writes = new WriteBatch(writer.toByteArray())) {
            open.write(withoutLog, writes);
          }
          lastBatchBytes = writer.size();
          return (long) writer.size();
        });
  }

  /** Makes all that was written before the call durable. */
  public void flush() {
    use(
        "flushing",
        open -> {
          var all = new ArrayList<>(families.values());
          all.add(unused);
          open.flush(waiting, all);
          return null;
        });
  }

  /**
   * Deletes the files that hold nothing of the space but keys below {@code end}. No key at or above
   * it is touched; below it nothing may be read any more, not through a snapshot either, for some
   * of it is gone and some is not. Costs nothing where there is no such file.
   */
  public void dropFiles(Space space, Bytes end) {
    use(
        "dropping files",
        open -> {
          open.deleteFilesInRanges(
              family(space), Arrays.asList(new byte[0], end.array()), /* includeEnd= */ false);
          return null;
        });
  }

  /** The state of this moment. Close it: it holds back the removal of old versions. */
  public Snapshot snapshot() {
    return use(
        "taking a snapshot",
        open -> {
          var snapshot = new Snapshot(this, Objects.requireNonNull(open.getSnapshot()));
          synchronized (snapshots) {
            snapshots.add(snapshot);
          }
          return snapshot;
        });
  }

  /** How many snapshots have been taken and not closed. */
  public int openSnapshots() {
    synchronized (snapshots) {
      return snapshots.size();
    }
  }

  /** Gives the native snapshot back unless it is already. */
  void release(Snapshot snapshot) {
    var lock = lifecycle.readLock();
    lock.lock();
    try {
      boolean mine;
      synchronized (snapshots) {
        mine = snapshots.remove(snapshot);
      }
      if (mine) {
        snapshot.free(db);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Hard links to the files of the present state, in a folder that must not exist. */
  void linkFiles(Path target) {
    use(
        "taking a checkpoint in " + target,
        open -> {
          try (var checkpoint = Checkpoint.create(open)) {
            checkpoint.createCheckpoint(target.toString());
          }
          return null;
        });
  }

  /**
   * Reads every file and compares checksums. Long: seconds per gigabyte; closing waits for one file
   * at most.
   *
   * @throws CorruptStateException naming the first damaged file
   */
  public void verifyChecksums() {
    for (Path file : liveFiles()) {
      use("verifying " + file.getFileName(), open -> verify(file));
    }
  }

  private List<Path> liveFiles() {
    return use(
        "listing files",
        open -> {
          var files = new ArrayList<Path>();
          for (LiveFileMetaData file : open.getLiveFilesMetaData()) {
            files.add(directory.resolve(file.fileName().substring(1)));
          }
          return files;
        });
  }

  private boolean verify(Path file) throws RocksDBException {
    try (var forFiles = options.forFiles();
        var reader = new SstFileReader(forFiles)) {
      reader.open(file.toString());
      reader.verifyChecksum();
      return true;
    } catch (RocksDBException e) {
      // Compacted away since it was listed.
      if (Files.notExists(file) && !liveFiles().contains(file)) {
        return false;
      }
      throw e;
    }
  }

  /** An integer property of RocksDB, summed over column families. */
  public long property(String name) {
    return use("reading a property", open -> open.getAggregatedLongProperty(name));
  }

  /** Roughly how many records there are. */
  public long estimateRecords(Space space) {
    return use(
        "reading a property",
        open -> open.getLongProperty(family(space), "rocksdb.estimate-num-keys"));
  }

  /** Bytes on disk, as the file system counts them. */
  public long diskBytes() {
    return use(
        "measuring files",
        open -> {
          long bytes = 0;
          try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
              bytes += size(file);
            }
          } catch (IOException e) {
            throw Failures.of("measuring " + directory, e);
          }
          return bytes;
        });
  }

  /** 0 for a file that compaction has just removed. */
  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  /** Waits for uses under way and refuses new ones. What was not flushed is gone. Idempotent. */
  @Override
  public void close() {
    var lock = lifecycle.writeLock();
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      synchronized (snapshots) {
        for (Snapshot snapshot : snapshots) {
          snapshot.free(db);
        }
        snapshots.clear();
      }
      families.values().forEach(ColumnFamilyHandle::close);
      unused.close();
      db.close();
      readLatest.close();
      withoutLog.close();
      waiting.close();
      options.close();
    } finally {
      lock.unlock();
    }
  }
}
