package io.quorate.server;

import io.quorate.server.metrics.PeerLag;
import io.quorate.server.replication.Membership;
import io.quorate.server.replication.PeerAddress;
import io.quorate.server.replication.ReplicationTracker;
import io.quorate.server.replication.Replicator;
import java.util.List;

/** How far the others are behind this node, as far as it leads and was told. */
final class Lags {
  private final Replicator replicator;
  private final ReplicationTracker tracker;

  Lags(Replicator replicator, ReplicationTracker tracker) {
    this.replicator = replicator;
    this.tracker = tracker;
  }

  /**
   * For the leader: how far behind the others are, in entries; what nobody measured is not made up.
   */
  List<PeerLag> now() {
    if (!replicator.leadership().leads()) {
      return List.of();
    }
    Membership membership = replicator.membership();
    long commit = replicator.commitIndex();
    return membership.peers().stream()
        .map(PeerAddress::id)
        .filter(id -> !id.equals(replicator.self()))
        .map(
            id ->
                new PeerLag(
                    membership.nameOf(id),
                    Double.NaN,
                    Math.max(0, commit - Math.max(tracker.appliedIndex(id), 0)),
                    Double.NaN))
        .toList();
  }
}
