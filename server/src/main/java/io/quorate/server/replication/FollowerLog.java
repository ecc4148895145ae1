package io.quorate.server.replication;

import java.util.function.Supplier;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.jspecify.annotations.Nullable;

/** What {@link DurableAppends} asks of this node's log. */
interface FollowerLog {
  /** The index after the last entry, written or not. */
  long nextIndex();

  /** Whether exactly this entry is in the log, written or not. */
  boolean contains(TermIndex entry);

  /** The last index that was fsynced; while a truncation is queued it may still say what was. */
  long flushedIndex();

  /**
   * Whether the node is in that term. What the log contained before a yes was there when a later
   * term's vote was granted.
   */
  boolean isInTerm(long term);

  /** Of the division, as long as it runs; empty otherwise. */
  static FollowerLog of(Supplier<RaftServer.@Nullable Division> division) {
    return new FollowerLog() {
      @Override
      public long nextIndex() {
        RaftServer.Division current = division.get();
        return current == null ? 0 : current.getRaftLog().getNextIndex();
      }

      @Override
      public boolean contains(TermIndex entry) {
        RaftServer.Division current = division.get();
        return current != null && entry.equals(current.getRaftLog().getTermIndex(entry.getIndex()));
      }

      @Override
      public long flushedIndex() {
        RaftServer.Division current = division.get();
        return current == null ? -1 : current.getRaftLog().getFlushIndex();
      }

      @Override
      public boolean isInTerm(long term) {
        RaftServer.Division current = division.get();
        if (current == null) {
          return false;
        }
        // Ratis grants a vote and raises its term under this lock.
        synchronized (current) {
          return current.getInfo().getCurrentTerm() == term;
        }
      }
    };
  }
}
