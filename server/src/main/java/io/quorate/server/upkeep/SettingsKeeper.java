package io.quorate.server.upkeep;

import io.quorate.cluster.Settings;
import io.quorate.command.Command;
import io.quorate.engine.View;
import io.quorate.server.config.NodeConfig;
import io.quorate.server.error.Deadline;
import io.quorate.server.proposal.Proposer;
import io.quorate.server.replication.Periodic;
import io.quorate.server.replication.Replica;
import io.quorate.server.replication.Replicator;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the replicated settings (bounds of the change log, life of a session) to what the leader's
 * configuration says. They are logged, because apply depends on them: it must come to the same
 * result on every node, whatever that node's own file says.
 */
public final class SettingsKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SettingsKeeper.class);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /**
   * What a client of ours may leave unacknowledged (4,096) and have in flight (10,000), with room.
   */
  private static final int SESSION_RESULTS = 16_384;

  private static final long SESSION_BYTES = 64L << 20;

  private final Replicator replicator;
  private final Replica replica;
  private final Proposer proposer;
  private final Command.Configure wanted;
  private final Periodic thread;
  private long settledTerm = -1;

  public SettingsKeeper(
      Replicator replicator, Replica replica, Proposer proposer, Command.Configure wanted) {
    this.replicator = replicator;
    this.replica = replica;
    this.proposer = proposer;
    this.wanted = wanted;
    this.thread = new Periodic("quorate-settings", LOOK, this::look);
    replicator.onLeadershipChange(thread::wake);
  }

  public static Command.Configure of(NodeConfig config) {
    return new Command.Configure(
        config.changeLog().operations(),
        config.changeLog().bytes(),
        config.changeLog().age().toMillis(),
        config.session().ttl().toMillis(),
        SESSION_RESULTS,
        SESSION_BYTES);
  }

  private void look() throws Exception {
    var leadership = replicator.leadership();
    if (!leadership.ready() || leadership.term() == settledTerm) {
      return;
    }
    boolean differs;
    try (View view = replica.view()) {
      differs = differs(view.settings());
    }
    if (differs) {
      LOG.info("replicated settings become those of this leader's configuration: {}", wanted);
      proposer
          .propose(wanted, Deadline.after(PATIENCE))
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
    settledTerm = leadership.term();
  }

  private boolean differs(Settings now) {
    return now.changeLogOperations() != wanted.changeLogOperations()
        || now.changeLogBytes() != wanted.changeLogBytes()
        || now.changeLogAgeMs() != wanted.changeLogAgeMs()
        || now.sessionTtlMs() != wanted.sessionTtlMs()
        || now.sessionMaxResults() != wanted.sessionMaxResults()
        || now.sessionMaxBytes() != wanted.sessionMaxBytes();
  }

  @Override
  public void close() {
    thread.close();
  }
}
