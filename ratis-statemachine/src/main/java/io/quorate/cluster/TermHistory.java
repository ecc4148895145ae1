package io.quorate.cluster;

import io.quorate.command.Bytes;
import io.quorate.store.Batch;
import io.quorate.store.Keyspace;
import io.quorate.store.Reader;
import io.quorate.store.Space;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Which term wrote which entries: for each (epoch, term) the first index. It tells whether a
 * position that somebody was once given is on this log, or was lost with a leader. Immutable.
 */
public final class TermHistory {
  /** Most terms kept; of what is older nothing is known. */
  static final int TERMS = 10_000;

  /** Of a state that was never promoted or restored. */
  public static final long FIRST_EPOCH = 1;

  private record Start(long epoch, long term, long index) {}

  private final List<Start> starts; // sorted by index, and so by epoch and term

  private TermHistory(List<Start> starts) {
    this.starts = starts;
  }

  public static TermHistory load(Reader state) {
    var starts = new ArrayList<Start>();
    state.scanPrefix(
        Space.CLUSTER,
        Keyspace.TERMS,
        (key, value) ->
            starts.add(
                new Start(
                    Keyspace.first(key),
                    Keyspace.second(key),
                    ByteBuffer.wrap(value.bytes().array()).getLong())));
    return new TermHistory(starts);
  }

  public long epoch() {
    return starts.isEmpty() ? FIRST_EPOCH : starts.getLast().epoch;
  }

  /** With an entry of this term; the same object when the term is known. */
  public TermHistory with(long term, long index) {
    if (!starts.isEmpty() && starts.getLast().term >= term) {
      return this;
    }
    var longer =
        new ArrayList<>(starts.subList(Math.max(0, starts.size() - TERMS + 1), starts.size()));
    longer.add(new Start(epoch(), term, index));
    return new TermHistory(longer);
  }

  /** Adds to the batch what this has and the stored one has not. */
  public void store(TermHistory stored, Batch batch) {
    if (this == stored) {
      return;
    }
    for (Start start : starts) {
      if (stored.starts.isEmpty() || start.index > stored.starts.getLast().index) {
        Bytes first = Bytes.wrap(ByteBuffer.allocate(8).putLong(start.index).array());
        batch.put(Space.CLUSTER, Keyspace.term(start.epoch, start.term), first);
      }
    }
    for (Start start : stored.starts) {
      if (start.index >= starts.getFirst().index) {
        break;
      }
      batch.delete(Space.CLUSTER, Keyspace.term(start.epoch, start.term));
    }
  }

  /**
   * False when the entry at the index is known to be another one than (epoch, term) wrote: that one
   * was lost. True of positions that this state cannot judge: before the oldest term kept, and
   * beyond what it has applied unless the term is an old one.
   *
   * @param appliedIndex how far this state has come
   */
  public boolean has(long epoch, long term, long index, long appliedIndex) {
    if (starts.isEmpty()) {
      return true;
    }
    Start last = starts.getLast();
    if (index > appliedIndex) {
      return epoch > last.epoch || (epoch == last.epoch && term >= last.term);
    }
    for (Start start : starts.reversed()) {
      if (start.index <= index) {
        return start.epoch == epoch && start.term == term;
      }
    }
    return epoch < starts.getFirst().epoch || term <= starts.getFirst().term;
  }
}
