package io.quorate.server.disk;

import java.time.Instant;
import java.util.List;

/** Decides how much of the Raft log may be deleted. Pure. */
public final class LogKeeper {
  /** Nothing may be deleted. */
  public static final long NOTHING = -1;

  private LogKeeper() {}

  /**
   * The index up to which the log may be purged, the end of a closed segment, or {@link #NOTHING}.
   * Never above the durable index: after a power cut the state is replayed from there. Below it a
   * segment goes when the log from it on is bigger than {@link LogRetention#keepBytes} or it is
   * older than {@link LogRetention#keepTime}, and {@link LogRetention#minEntries} remain.
   *
   * @param segments in order, as {@link LogDirectory#scan} gives them
   * @param lastIndex of the log
   */
  public static long purgeUpTo(
      List<LogSegmentFile> segments,
      long durableIndex,
      long lastIndex,
      Instant now,
      LogRetention retention) {
    long bytes = segments.stream().mapToLong(LogSegmentFile::sizeBytes).sum();
    long purge = NOTHING;
    for (LogSegmentFile segment : segments) {
      if (segment.isOpen()) {
        break;
      }
      long end = segment.end().getAsLong();
      boolean unwanted =
          bytes > retention.keepBytes()
              || segment.modified().plus(retention.keepTime()).isBefore(now);
      if (end > durableIndex || lastIndex - end < retention.minEntries() || !unwanted) {
        break;
      }
      purge = end;
      bytes -= segment.sizeBytes();
    }
    return purge;
  }
}
