package io.quorate.server.replication;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongUnaryOperator;
import org.apache.ratis.server.RaftServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the Raft log bounded by bytes and time, past what is durable in RocksDB anyway. Ratis would
 * purge only after a snapshot, by a number of entries.
 */
public final class LogPurger implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogPurger.class);

  private final RaftReplicator replicator;
  private final LocalState state;
  private final LongUnaryOperator purgeableUpTo;
  private final Periodic thread;
  private long purged = -1;

  /**
   * @param purgeableUpTo durable index → the last index that the log need not keep, -1 = keep all
   */
  public LogPurger(
      RaftReplicator replicator,
      LocalState state,
      Duration interval,
      LongUnaryOperator purgeableUpTo) {
    this.replicator = replicator;
    this.state = state;
    this.purgeableUpTo = purgeableUpTo;
    this.thread = new Periodic("quorate-log-purger", interval, this::look);
  }

  private void look() {
    RaftServer.Division division = replicator.currentDivision();
    long durable = state.durable().index();
    if (division == null || durable < 0) {
      return;
    }
    long upTo = Math.min(purgeableUpTo.applyAsLong(durable), durable);
    if (upTo > purged && upTo >= division.getRaftLog().getStartIndex()) {
      LOG.info("log: purging up to {} (durable in the state up to {})", upTo, durable);
      division.getRaftLog().purge(upTo).join();
      purged = upTo;
    }
  }

  /** Where the logs of this group lie, below the storage folder. */
  public static Path logDirectory(Path storage, String groupId) {
    return storage.resolve(groupId).resolve("current");
  }

  @Override
  public void close() {
    thread.close();
  }
}
