package io.quorate.server;

import io.quorate.server.ailment.Ailment;
import io.quorate.server.ailment.Ailments;
import io.quorate.server.replication.LeaderHistory;
import io.quorate.server.replication.LeaderHistory.Change;
import io.quorate.server.replication.LeaderHistory.Led;
import io.quorate.server.replication.RaftReplicator;
import io.quorate.server.topology.leadership.LeaderSignals;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What consensus saw of the leaders, and what this node measured of itself, for the record of
 * elections.
 *
 * @param before how long before it was seen not to lead the cause of that may have ended
 */
record HistorySignals(RaftReplicator replicator, Ailments ailments, Duration before)
    implements LeaderSignals {
  private LeaderHistory history() {
    return replicator.history();
  }

  @Override
  public Change won() {
    return history().last();
  }

  @Override
  public Led before(long term) {
    return history().before(term);
  }

  @Override
  public List<Led> between(long after, long before) {
    return history().between(after, before);
  }

  /** Of a term that it led before it was elected again nothing but that is known: it ended then. */
  @Override
  public Optional<Ailment> ailment(long term) {
    return ailments.between(
        history().ailingFromNanos(term, before),
        System.nanoTime(),
        replicator.silentSinceNanos(term));
  }

  @Override
  public long unknownEntries() {
    return replicator.unknownEntries();
  }
}
