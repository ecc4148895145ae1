package io.quorate.server.replication;

/**
 * When a follower must be told of a commit that no new entry tells it of. Under load the next
 * append does; when nothing follows, an empty one does after {@link #PATIENCE_MS}.
 *
 * <p>One per appender, used by its thread only.
 */
final class CommitNews {
  /** Milliseconds for which an append may still bring the news along. */
  static final long PATIENCE_MS = 2;

  private static final long PATIENCE_NANOS = PATIENCE_MS * 1_000_000;

  private long told = -1;
  private long waiting = -1;
  private long waitingSinceNanos;

  /** An append with this commit index goes out. */
  void sent(long commitIndex) {
    told = Math.max(told, commitIndex);
  }

  /** Whether an empty append must carry it now. */
  boolean isDue(long commitIndex, long nowNanos) {
    return isNews(commitIndex, nowNanos) && nowNanos - waitingSinceNanos >= PATIENCE_NANOS;
  }

  /**
   * Milliseconds after which to ask again.
   *
   * @param most what the answer is at most; not positive when something else is overdue
   */
  long waitMs(long commitIndex, long nowNanos, long most) {
    if (most <= 0 || !isNews(commitIndex, nowNanos)) {
      return most;
    }
    long leftNanos = PATIENCE_NANOS - (nowNanos - waitingSinceNanos);
    return Math.clamp((leftNanos + 999_999) / 1_000_000, 0, most);
  }

  private boolean isNews(long commitIndex, long nowNanos) {
    if (commitIndex <= told) {
      return false;
    }
    if (waiting <= told) {
      waiting = commitIndex;
      waitingSinceNanos = nowNanos;
    }
    return true;
  }
}
