package io.quorate.store;

import io.quorate.command.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;

/**
 * The state of one moment, whatever is written later. For one thread at a time, but any thread may
 * close it; used after its own closing or the database's it throws {@link StateReplacedException}.
 */
public final class Snapshot implements Reader, AutoCloseable {
  private final RocksStore store;
  private final org.rocksdb.Snapshot pinned;
  private final ReadOptions options;
  private boolean
      freed; // guarded by this: a closing thread must not free what another is reading with

  Snapshot(RocksStore store, org.rocksdb.Snapshot pinned) {
    this.store = store;
    this.pinned = pinned;
    this.options = new ReadOptions().setSnapshot(pinned);
  }

  @Override
  public @Nullable Bytes get(Space space, Bytes key) {
    return store.use(
        "reading",
        db -> {
          synchronized (this) {
            checkOpen();
            return store.get(space, key, options);
          }
        });
  }

  /**
   * As many {@link #get}s, for less: blocks and filters are looked up for all of them together. In
   * memory at once, so the caller bounds their number.
   *
   * @return in the order of the keys; null = there is none. The caller may change it
   */
  public List<@Nullable Bytes> getAll(Space space, List<Bytes> keys) {
    return store.use(
        "reading",
        db -> {
          synchronized (this) {
            checkOpen();
            return store.getAll(space, keys, options);
          }
        });
  }

  @Override
  public void scan(Space space, Bytes start, Bytes end, Visitor visitor) {
    store.use(
        "scanning",
        db -> {
          synchronized (this) {
            checkOpen();
            store.scan(space, start, end, pinned, visitor);
            return null;
          }
        });
  }

  /**
   * Roughly how many keys there are; of the latest state, since RocksDB does not count for a
   * snapshot.
   */
  public long estimateRecords() {
    return store.estimateRecords(Space.KV);
  }

  private void checkOpen() {
    if (freed) {
      throw new StateReplacedException("this view has been closed");
    }
  }

  /** Called by the store alone, once. */
  void free(RocksDB db) {
    synchronized (this) {
      freed = true;
      options.close();
      db.releaseSnapshot(pinned);
      pinned.close();
    }
  }

  @Override
  public void close() {
    store.release(this);
  }
}
