package io.quorate.server.topology.leadership;

import io.quorate.proto.v1.ErrorCode;
import io.quorate.proto.v1.LeaderChange;
import io.quorate.proto.v1.LeadershipIntent;
import io.quorate.proto.v1.Outcome;
import io.quorate.server.error.Deadline;
import io.quorate.server.error.RequestException;
import io.quorate.server.replication.Leadership;
import io.quorate.server.replication.Membership;
import io.quorate.server.replication.PeerAddress;
import io.quorate.server.replication.Replicator;
import io.quorate.server.topology.Waiting;
import io.quorate.server.topology.membership.Reconfiguration;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives this node's leadership to another voter: announce, transfer, wait until that one serves.
 * Blocks.
 */
public final class Handover {
  private static final Logger LOG = LoggerFactory.getLogger(Handover.class);

  private final Replicator replicator;
  private final Placement placement;
  private final Announcer announcer;

  public Handover(Replicator replicator, Placement placement, Announcer announcer) {
    this.replicator = replicator;
    this.placement = placement;
    this.announcer = announcer;
  }

  /**
   * Before the node stops: hands over when it leads and another voter can take over; never fails.
   * Returns whether it does not lead now.
   */
  public boolean run(Duration limit) {
    if (!replicator.leadership().leads()) {
      return true;
    }
    try {
      LeaderChange change = stepDown("stop", "", Deadline.after(limit));
      LOG.info(
          "Leadership handed to {} in {} ms before the stop",
          change.getLeader(),
          change.getTookMs());
      return true;
    } catch (RequestException e) {
      LOG.warn("Leadership is not handed over before the stop: {}", e.error().getMessage());
      return !replicator.leadership().leads();
    }
  }

  /**
   * To whichever voter is best placed; if that one does not take it, to the next.
   *
   * @throws RequestException REFUSED when none could take over, TIMEOUT, NOT_LEADER
   */
  public LeaderChange stepDown(String trigger, String by, Deadline deadline) {
    Reconfiguration.requireLeader(replicator);
    Placement.Choice choice = placement.choose();
    if (choice.able().isEmpty()) {
      throw RequestException.refused(
          "no voter could take leadership over: " + reasons(choice.obstacles()));
    }
    RequestException failure = RequestException.refused("no voter took leadership over");
    for (PeerAddress target : choice.able()) {
      try {
        return to(target, trigger, by, deadline);
      } catch (RequestException e) {
        if (deadline.isPast() || !replicator.leadership().ready()) {
          throw e;
        }
        failure = e;
      }
    }
    throw failure;
  }

  private static String reasons(List<String> obstacles) {
    return obstacles.isEmpty() ? "there is no other voter" : String.join("; ", obstacles);
  }

  /**
   * To this voter.
   *
   * @throws RequestException REFUSED with the obstacle, TIMEOUT, NOT_LEADER
   */
  public LeaderChange to(PeerAddress target, String trigger, String by, Deadline deadline) {
    Reconfiguration.requireLeader(replicator);
    placement
        .obstacle(target)
        .ifPresent(
            obstacle -> {
              throw RequestException.refused(obstacle);
            });
    long start = System.nanoTime();
    Leadership before = replicator.leadership();
    Membership membership = replicator.membership();
    LeadershipIntent intent =
        LeadershipIntent.newBuilder()
            .setNodeId(replicator.self())
            .setTerm(before.term())
            .setTrigger(trigger)
            .setBy(by)
            .setTarget(target.id())
            .build();
    announcer.announce(intent);
    String what = "handing leadership to " + target.name();
    try {
      Waiting.result(
          replicator.transferLeadership(target.id(), deadline.remaining()),
          deadline,
          Outcome.UNKNOWN,
          what);
    } catch (RequestException e) {
      // Leadership may have gone to somebody else than asked: the caller is told to whom.
      if (replicator.leadership().term() == before.term()
          || !e.error().getCode().equals(ErrorCode.TIMEOUT)) {
        withdraw(intent);
        throw e;
      }
    }
    if (!Waiting.until(
        () -> replicator.leadership().term() > before.term() && hasLeader(), deadline)) {
      throw RequestException.timeout(
          Outcome.UNKNOWN, what + ": it gave way, and no new leader is known yet");
    }
    String leader = replicator.leadership().leader();
    // Best effort: the change is done, this only lets the caller find a cluster that serves.
    Waiting.until(() -> placement.isServing(leader), deadline);
    return LeaderChange.newBuilder()
        .setLeader(membership.nameOf(leader))
        .setPrevious(membership.nameOf(replicator.self()))
        .setTerm(replicator.leadership().term())
        .setTookMs(Duration.ofNanos(System.nanoTime() - start).toMillis())
        .build();
  }

  /** It leads on: what ends its term later has another cause. */
  private void withdraw(LeadershipIntent intent) {
    Leadership now = replicator.leadership();
    if (now.leads() && now.term() == intent.getTerm()) {
      announcer.announce(intent.toBuilder().setTrigger("").build());
    }
  }

  private boolean hasLeader() {
    return !replicator.leadership().leader().isEmpty();
  }
}
