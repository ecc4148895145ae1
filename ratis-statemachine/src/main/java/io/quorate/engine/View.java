package io.quorate.engine;

import io.quorate.change.ChangeQuery;
import io.quorate.change.ChangeRecord;
import io.quorate.cluster.ClusterTable;
import io.quorate.cluster.Settings;
import io.quorate.command.Applied;
import io.quorate.command.Bytes;
import io.quorate.command.Command;
import io.quorate.command.KeyValue;
import io.quorate.command.TermIndex;
import io.quorate.digest.Scrub;
import io.quorate.kv.KvQuery;
import io.quorate.kv.ScanSlice;
import io.quorate.lease.LeaseInfo;
import io.quorate.lease.LeaseQuery;
import io.quorate.session.SessionInfo;
import io.quorate.session.SessionQuery;
import io.quorate.store.Snapshot;
import java.util.List;
import java.util.Optional;

/**
 * The state at one position, whatever is applied later. For one thread at a time, but any thread
 * may close it. After that, or when the engine has been closed, reads throw {@link
 * io.quorate.store.StateReplacedException}; what is known without reading stays.
 */
public final class View implements AutoCloseable {
  /** Most bytes of changes that one call returns. */
  private static final long CHANGE_BYTES = 4 << 20;

  private final Snapshot state;
  private final Head head;
  private final long generation;

  View(Snapshot state, Head head, long generation) {
    this.state = state;
    this.head = head;
    this.generation = generation;
  }

  /** The position that it is of. */
  public TermIndex applied() {
    return head.applied();
  }

  /** Cluster time of the position; leases are judged by it. */
  public long timeMs() {
    return head.timeMs();
  }

  /** Raised by every promotion and restore. */
  public long epoch() {
    return head.history().epoch();
  }

  /**
   * Which of the databases that this node has had; another one after every installed checkpoint.
   */
  public long generation() {
    return generation;
  }

  /** How many changes there have ever been. */
  public long operations() {
    return head.nextChange() - 1;
  }

  public Settings settings() {
    return head.settings();
  }

  public DigestRoot digest() {
    return new DigestRoot(head.applied(), head.digestRoot().toString());
  }

  public Optional<KeyValue> get(Bytes key) {
    return KvQuery.get(state, key);
  }

  /**
   * Costs less than as many {@link #get}s. All values are in memory at once, so the caller bounds
   * their number.
   *
   * @return in the order of the keys
   */
  public List<Optional<KeyValue>> getAll(List<Bytes> keys) {
    return KvQuery.getAll(state, keys);
  }

  /**
   * The first keys of [start, end); an empty end means to the last key.
   *
   * @param limit most records; 0 = no limit
   * @param byteBudget of keys and values; stops after the record that reaches it, so that there is
   *     always progress
   * @param keysOnly records come with an empty value
   */
  public ScanSlice scan(Bytes start, Bytes end, int limit, long byteBudget, boolean keysOnly) {
    return KvQuery.scan(state, start, end, limit, byteBudget, keysOnly);
  }

  /** Roughly. */
  public long keys() {
    return state.estimateRecords();
  }

  public Optional<LeaseInfo> lease(long leaseId) {
    return LeaseQuery.get(state, leaseId, head.timeMs());
  }

  /** The first leases by id. */
  public List<LeaseInfo> leases(int limit) {
    return LeaseQuery.list(state, limit, head.timeMs());
  }

  /**
   * Cluster time at which the first lease is due; {@code Long.MAX_VALUE} = never. Costs nothing.
   */
  public long nextLeaseExpiryMs() {
    return head.nextLeaseExpiryMs();
  }

  /**
   * Cluster time at which the first session is due; {@code Long.MAX_VALUE} = never. Costs nothing.
   */
  public long nextSessionExpiryMs() {
    return head.nextSessionExpiryMs();
  }

  /** Empty when it is unknown, closed or expired. */
  public Optional<SessionInfo> session(long sessionId) {
    return SessionQuery.get(state, sessionId, head.timeMs());
  }

  /** What the operation would be answered if it came again; empty when nothing is known of it. */
  public Optional<Applied> recordedResult(long sessionId, long sequence) {
    return SessionQuery.recorded(state, sessionId, sequence);
  }

  /**
   * False when what (epoch, term) wrote at the index is known not to be on this log: it was lost.
   * Ask when {@link #applied} has reached the index; beyond it, and before the oldest term that is
   * remembered, the answer is true unless the term is known to be over.
   */
  public boolean onHistory(long epoch, long term, long index) {
    return head.history().has(epoch, term, index, head.applied().index());
  }

  /**
   * Changes from a counter on, in order and without a gap: at most the limit, and about 4 MiB. When
   * the first is later than asked for, those between have been trimmed, maybe since this view was
   * taken.
   */
  public List<ChangeRecord> changes(long from, int limit) {
    return ChangeQuery.from(state, from, limit, CHANGE_BYTES);
  }

  /** Counter of the oldest change kept; one more than {@link #operations} when there is none. */
  public long firstChange() {
    return head.firstChange();
  }

  /** Every node that has registered, by id. */
  public List<Command.RegisterNode> nodes() {
    return ClusterTable.nodes(state);
  }

  /** Whether a node with this id was a member and was removed or replaced. */
  public boolean isRemoved(String nodeId) {
    return ClusterTable.isRemoved(nodeId, state);
  }

  /** The last elections, newest first; 1000 are kept. */
  public List<Command.RecordElection> elections(int limit) {
    return ClusterTable.elections(state, limit);
  }

  /** Recomputes the digest from all records and compares. Long: it reads the whole state. */
  public Scrub scrub() {
    return Scrub.of(state);
  }

  @Override
  public void close() {
    state.close();
  }
}
