package io.quorate.server.upkeep;

import io.quorate.command.Command;
import io.quorate.server.error.Deadline;
import io.quorate.server.proposal.Proposer;
import io.quorate.server.replication.Membership;
import io.quorate.server.replication.Periodic;
import io.quorate.server.replication.Replicator;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Un-sticks a member that is in touch but does not catch up while nothing is written: on an idle
 * leader Ratis 3.3.0 answers a member that lost entries with heartbeats for ever (V12, RATIS-2523);
 * one more entry in the log makes it send the missing ones.
 */
public final class Nudge implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration IN_TOUCH = Duration.ofSeconds(1);

  private final Replicator replicator;
  private final Proposer proposer;
  private final Periodic thread;
  private long commitBefore = -1;

  public Nudge(Replicator replicator, Proposer proposer) {
    this.replicator = replicator;
    this.proposer = proposer;
    this.thread = new Periodic("quorate-nudge", LOOK, this::look);
  }

  private void look() {
    if (!replicator.leadership().ready()) {
      return;
    }
    long commit = replicator.commitIndex();
    boolean idle = commit == commitBefore;
    commitBefore = commit;
    if (idle
        && stuck(replicator.membership()).anyMatch(peer -> replicator.matchIndex(peer) < commit)) {
      var _ = proposer.propose(new Command.Noop(), Deadline.after(Deadline.DEFAULT));
    }
  }

  private Stream<String> stuck(Membership membership) {
    return Stream.concat(membership.allVoters(), membership.learners().stream())
        .filter(peer -> !peer.equals(replicator.self()))
        .filter(
            peer ->
                replicator
                    .sinceLastReply(peer)
                    .filter(since -> since.compareTo(IN_TOUCH) < 0)
                    .isPresent());
  }

  @Override
  public void close() {
    thread.close();
  }
}
