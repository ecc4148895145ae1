package io.quorate.server.topology.leadership;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.quorate.command.Command.RecordElection;
import io.quorate.command.ElectionAccount;
import io.quorate.proto.v1.Election;
import io.quorate.proto.v1.ElectionList;
import io.quorate.proto.v1.FormerLeader;
import io.quorate.proto.v1.Outcome;
import io.quorate.server.error.Deadline;
import io.quorate.server.error.RequestException;
import io.quorate.server.replication.LeaderHistory.Change;
import io.quorate.server.replication.LeaderHistory.Led;
import io.quorate.server.replication.Leadership;
import io.quorate.server.replication.Membership;
import io.quorate.server.replication.Replicator;
import io.quorate.server.topology.Proposals;
import io.quorate.server.topology.Registry;
import io.quorate.server.topology.Waiting;
import io.quorate.server.topology.membership.Reconfiguration;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * As a new leader, logs once per term why and how leadership changed, also of terms whose leader
 * ended before it could; and amends that when the leader before tells what it measured itself.
 */
public final class ElectionRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(ElectionRecorder.class);

  /** An announcement travels another way than votes and may be a moment later. */
  private static final Duration GRACE = Duration.ofMillis(200);

  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** As far back as a former leader's word may concern. */
  private static final int AMENDABLE = 64;

  private static final int MAX_LISTED = 1000;
  private static final int LISTED = 20;

  private final Replicator replicator;
  private final Registry registry;
  private final Proposals proposals;
  private final LeaderSignals signals;
  private final Intents intents;
  private final Testimonies testimonies;
  private final InstantSource wall;
  private final Executor threads;

  @GuardedBy("this")
  private long begunTerm;

  /** {@code threads} may block. */
  public ElectionRecorder(
      Replicator replicator,
      Registry registry,
      Proposals proposals,
      LeaderSignals signals,
      Intents intents,
      Testimonies testimonies,
      InstantSource wall,
      Executor threads) {
    this.replicator = replicator;
    this.registry = registry;
    this.proposals = proposals;
    this.signals = signals;
    this.intents = intents;
    this.testimonies = testimonies;
    this.wall = wall;
    this.threads = threads;
  }

  public void start() {
    replicator.onLeadershipChange(this::check);
    check();
  }

  private void check() {
    Leadership leadership = replicator.leadership();
    if (leadership.ready() && begin(leadership.term())) {
      long now = wall.millis();
      threads.execute(() -> record(leadership.term(), now));
    }
  }

  private synchronized boolean begin(long term) {
    boolean begun = term > begunTerm;
    begunTerm = Math.max(begunTerm, term);
    return begun;
  }

  /**
   * Tries until it is logged, another leads, or the time is over: the record is wanted, not worth
   * more.
   */
  private void record(long term, long wallMs) {
    Deadline deadline = Deadline.after(LIMIT);
    for (RecordElection last : registry.elections(1)) {
      for (Led led : signals.between(last.term(), term)) {
        log(describeUnrecorded(led, wallMs), term, deadline);
      }
    }
    Led former = signals.before(term);
    // Now: what ails the leader before may be over in a moment.
    CompletableFuture<Testimony> testimony =
        CompletableFuture.supplyAsync(() -> testimonies.of(former, term), threads);
    if (!former.leader().isEmpty() && !former.leader().equals(replicator.self())) {
      Waiting.until(() -> intents.ending(former.term(), term).isPresent(), Deadline.after(GRACE));
    }
    RecordElection election = describe(former, term, wallMs, testimony.join());
    LOG.info("{} leads in term {}: {}", election.to(), term, election.cause());
    log(election, term, deadline);
  }

  private void log(RecordElection election, long term, Deadline deadline) {
    Waiting.until(() -> isLogged(election) || !isStillLeading(term), deadline);
  }

  private RecordElection describe(Led former, long term, long wallMs, Testimony testimony) {
    Change won = signals.won();
    boolean mine = won.term() == term;
    long heard = mine ? won.lastHeardNanos() : 0;
    long candidate = mine ? won.candidateSinceNanos() : 0;
    long detectedMs = millis(heard, candidate);
    ElectionCause cause = cause(former, term, detectedMs, testimony);
    return record(
        new Led(term, replicator.self()),
        former,
        cause,
        wallMs,
        detectedMs,
        millis(candidate, mine ? won.electedNanos() : 0),
        millis(heard, mine ? won.readyNanos() : 0),
        testimony.votes(),
        mine ? won.inheritedEntries() : -1);
  }

  /** Of a leader that this node heard of and that has recorded nothing itself. */
  private RecordElection describeUnrecorded(Led led, long wallMs) {
    Led former = signals.before(led.term());
    ElectionCause cause = cause(former, led.term(), -1, testimonies.of(former, led.term()));
    String ended =
        cause.cause()
            + "; "
            + replicator.membership().nameOf(led.leader())
            + " ended before it had recorded this itself";
    return record(
        led,
        former,
        new ElectionCause(cause.trigger(), cause.kind(), ended),
        wallMs,
        -1,
        -1,
        -1,
        0,
        -1);
  }

  private ElectionCause cause(Led former, long term, long silenceMs, Testimony testimony) {
    return ElectionCause.of(
        new ElectionCause.Scene(
            replicator.self(),
            registry.elections(1).isEmpty(),
            former,
            intents.ending(former.term(), term),
            silenceMs,
            testimony,
            former.leader().equals(replicator.self())
                ? signals.ailment(former.term())
                : Optional.empty(),
            replicator.membership()));
  }

  private RecordElection record(
      Led led,
      Led former,
      ElectionCause cause,
      long wallMs,
      long detectedMs,
      long electedMs,
      long unavailableMs,
      int votes,
      long inheritedEntries) {
    Membership membership = replicator.membership();
    return new RecordElection(
        wallMs,
        led.term(),
        former.leader().isEmpty() ? "" : membership.nameOf(former.leader()),
        membership.nameOf(led.leader()),
        cause.trigger(),
        cause.cause(),
        detectedMs,
        electedMs,
        unavailableMs,
        new ElectionAccount(cause.kind(), votes, inheritedEntries, -1, false));
  }

  /** Of instants that were not seen: -1. */
  private static long millis(long fromNanos, long toNanos) {
    return fromNanos == 0 || toNanos == 0 ? -1 : Math.max(0, (toNanos - fromNanos) / 1_000_000);
  }

  /**
   * A leader that was replaced tells what it measured of itself. Fails with UNAVAILABLE while the
   * change is not recorded: tell again.
   */
  public CompletableFuture<Void> amend(FormerLeader leader) {
    return CompletableFuture.runAsync(() -> amendNow(leader), threads);
  }

  private void amendNow(FormerLeader leader) {
    Reconfiguration.requireLeader(replicator);
    RecordElection election =
        ElectionAmendment.concerned(registry.elections(AMENDABLE), leader)
            .orElseThrow(
                () -> RequestException.unavailable("the change of leader is not recorded yet"));
    if (election.account().reported()
        || !election.from().equals(replicator.membership().nameOf(leader.getNodeId()))) {
      return;
    }
    RecordElection amended = ElectionAmendment.of(election, leader);
    LOG.info("of the change to term {}: {}", amended.term(), amended.cause());
    Waiting.result(
        proposals.propose(amended),
        Deadline.after(Deadline.DEFAULT),
        Outcome.UNKNOWN,
        "amending the record of an election");
  }

  private boolean isLogged(RecordElection election) {
    try {
      Waiting.result(
          proposals.propose(election),
          Deadline.after(Deadline.DEFAULT),
          Outcome.UNKNOWN,
          "recording the election");
      return true;
    } catch (RequestException e) {
      // After an unknown outcome it may be logged already; a second record would be worse than
      // none.
      LOG.debug("The election is not recorded: {}", e.getMessage());
      return e.error().getOutcome() != Outcome.NOT_APPLIED;
    }
  }

  private boolean isStillLeading(long term) {
    Leadership now = replicator.leadership();
    return now.leads() && now.term() == term;
  }

  /** The recorded elections, newest first; {@code limit} 0 means 20, at most 1000. */
  public ElectionList elections(int limit) {
    int count = limit <= 0 ? LISTED : Math.min(limit, MAX_LISTED);
    ElectionList.Builder list = ElectionList.newBuilder();
    for (RecordElection election : registry.elections(count)) {
      list.addElections(
          Election.newBuilder()
              .setTimeMs(election.wallMs())
              .setTerm(election.term())
              .setFrom(election.from())
              .setTo(election.to())
              .setTrigger(election.trigger())
              .setCause(election.cause())
              .setDetectedMs(election.detectedMs())
              .setElectedMs(election.electedMs())
              .setUnavailableMs(election.unavailableMs())
              .setKind(election.account().kind())
              .setVotes(election.account().votes())
              .setInheritedEntries(election.account().inheritedEntries())
              .setUnknownEntries(election.account().unknownEntries())
              .setReported(election.account().reported()));
    }
    return list.build();
  }
}
