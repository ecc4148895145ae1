/**
 * The state on disk: one RocksDB, without a write-ahead log because the Raft log is the redo log.
 *
 * <p>{@link io.quorate.store.StateDirectory} says which generation of the files is current; {@link
 * io.quorate.store.RocksStore} is that database; {@link io.quorate.store.Keyspace} says what lies
 * where in it. A log entry is evaluated on a {@link io.quorate.store.Batch}, which reads its own
 * writes and is written at once, as one {@link io.quorate.store.WriteBatchWriter}; a reader has a
 * {@link io.quorate.store.Snapshot}.
 *
 * <p>Threads: one thread builds and writes batches; any number read snapshots, flush or take
 * checkpoints. Closing is safe at any time: whatever still holds a snapshot gets {@link
 * io.quorate.store.StateReplacedException}, never freed native memory.
 */
@NullMarked
package io.quorate.store;

import org.jspecify.annotations.NullMarked;
