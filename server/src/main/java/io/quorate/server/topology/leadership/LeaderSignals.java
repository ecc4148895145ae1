package io.quorate.server.topology.leadership;

import io.quorate.server.ailment.Ailment;
import io.quorate.server.replication.LeaderHistory.Change;
import io.quorate.server.replication.LeaderHistory.Led;
import java.util.List;
import java.util.Optional;

/** The port to what this node saw of the leaders, itself among them. */
public interface LeaderSignals {
  /** The last election that this node won. */
  Change won();

  /** The leader of the newest term before this one, as far as was heard of. */
  Led before(long term);

  /** Who led terms after the one and before the other; the oldest first. */
  List<Led> between(long after, long before);

  /**
   * What ailed this node when it lost leadership of this term; empty = nothing that it knows of.
   */
  Optional<Ailment> ailment(long term);

  /**
   * Entries of the last term that this node led whose callers it told that the outcome is unknown.
   */
  long unknownEntries();
}
