package io.quorate.server.upkeep;

import io.quorate.command.Command;
import io.quorate.command.Limits;
import io.quorate.engine.View;
import io.quorate.server.error.Deadline;
import io.quorate.server.proposal.Proposer;
import io.quorate.server.replication.Periodic;
import io.quorate.server.replication.Replica;
import io.quorate.server.replication.Replicator;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Proposes the end of leases and sessions that are past their time, as the cluster's clock counts
 * it. The decision itself is made by apply, by entry time: proposing too early does nothing, so
 * this only has to be roughly right.
 */
public final class Expirer implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Replicator replicator;
  private final Replica replica;
  private final Proposer proposer;
  private final LongSupplier clusterNowMs;
  private final Periodic thread;

  /**
   * @param clusterNowMs the time that the next entry would be stamped with, about
   */
  public Expirer(
      Replicator replicator, Replica replica, Proposer proposer, LongSupplier clusterNowMs) {
    this.replicator = replicator;
    this.replica = replica;
    this.proposer = proposer;
    this.clusterNowMs = clusterNowMs;
    this.thread = new Periodic("quorate-expirer", LOOK, this::look);
  }

  private void look() throws Exception {
    if (!replicator.leadership().ready()) {
      return;
    }
    boolean leases;
    boolean sessions;
    long now = clusterNowMs.getAsLong();
    try (View view = replica.view()) {
      leases = view.nextLeaseExpiryMs() <= now;
      sessions = view.nextSessionExpiryMs() <= now;
    }
    if (leases) {
      propose(new Command.ExpireLeases(Limits.KEYS_PER_CHUNK));
    }
    if (sessions) {
      propose(new Command.ExpireSessions(Limits.KEYS_PER_CHUNK));
    }
  }

  private void propose(Command command) throws Exception {
    proposer
        .propose(command, Deadline.after(PATIENCE))
        .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    thread.close();
  }
}
