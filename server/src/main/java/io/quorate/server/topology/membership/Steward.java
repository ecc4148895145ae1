package io.quorate.server.topology.membership;

import io.quorate.command.Command.ForgetNode;
import io.quorate.proto.v1.Outcome;
import io.quorate.server.error.Deadline;
import io.quorate.server.error.RequestException;
import io.quorate.server.replication.Membership;
import io.quorate.server.replication.PeerAddress;
import io.quorate.server.replication.Replicator;
import io.quorate.server.topology.EntryVersions;
import io.quorate.server.topology.Proposals;
import io.quorate.server.topology.Waiting;
import io.quorate.server.topology.membership.Promotion.Verdict;
import io.quorate.server.topology.membership.Reconfiguration.Target;
import io.quorate.store.StorageException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The leader's standing duties towards the members, done one after the other by one thread: admit
 * peers that have started, promote learners, forget those that left and those that never came. On
 * other nodes it only keeps the node's own registration right.
 */
public final class Steward implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Steward.class);
  private static final Duration TICK = Duration.ofMillis(250);
  private static final Duration IDLE = Duration.ofSeconds(2);
  private static final Duration CHANGE_LIMIT = Duration.ofSeconds(35);
  private static final Duration EXPECTED_FOR = Duration.ofSeconds(60);

  /** What is said of no peer; no id is empty. */
  private static final String THIS_NODE = "";

  private record Expected(PeerAddress peer, Deadline until) {}

  private final Replicator replicator;
  private final Reconfiguration reconfiguration;
  private final Registration registration;
  private final PeerHealth health;
  private final Proposals proposals;
  private final VersionCensus census;

  /** Peers that were told that they are learners and are not yet added, by id. */
  private final Map<String, Expected> expected = new ConcurrentHashMap<>();

  private final Setbacks setbacks;
  private final Said said = new Said();

  private final Wakeup wakeup = new Wakeup();
  private final Thread thread = Thread.ofVirtual().name("steward").unstarted(this::run);

  public Steward(
      Replicator replicator,
      Reconfiguration reconfiguration,
      Registration registration,
      PeerHealth health,
      Proposals proposals,
      EntryVersions versions) {
    this(replicator, reconfiguration, registration, health, proposals, versions, System::nanoTime);
  }

  Steward(
      Replicator replicator,
      Reconfiguration reconfiguration,
      Registration registration,
      PeerHealth health,
      Proposals proposals,
      EntryVersions versions,
      LongSupplier nanoTime) {
    this.replicator = replicator;
    this.reconfiguration = reconfiguration;
    this.registration = registration;
    this.health = health;
    this.proposals = proposals;
    this.census = new VersionCensus(replicator, health, versions);
    this.setbacks = new Setbacks(nanoTime);
  }

  public void start() {
    replicator.onLeadershipChange(wakeup::signal);
    thread.start();
  }

  /** This peer will start as a learner and is to be added when it has. */
  void expect(PeerAddress peer) {
    expected.put(peer.id(), new Expected(peer, Deadline.after(EXPECTED_FOR)));
    wakeup.signal();
  }

  private void run() {
    while (!Thread.currentThread().isInterrupted()) {
      boolean busy;
      try {
        busy = tick();
        said.forget(THIS_NODE);
      } catch (RequestException e) {
        // Leadership, quorum or data went away in the middle; the next round looks again.
        LOG.debug("Steward: {}", e.getMessage());
        busy = true;
      } catch (StorageException e) {
        // The disk's trouble is told by whoever writes to it; nothing of it is the members'.
        if (said.isNews(THIS_NODE, e.toString())) {
          LOG.warn("the members cannot be looked after now: {}", e.getMessage());
        }
        busy = true;
      } catch (RuntimeException e) {
        LOG.error("Steward failed and goes on", e);
        busy = true;
      }
      wakeup.await(busy ? TICK : IDLE);
    }
  }

  /** One round; whether there is work left. */
  boolean tick() {
    boolean busy = !registration.settle();
    if (!replicator.leadership().ready()) {
      expected.clear();
      setbacks.clear();
      said.clear();
      census.forget();
      return busy;
    }
    registration.recordMembers(Deadline.after(Deadline.DEFAULT));
    busy |= admit();
    busy |= promote();
    forget();
    census.look();
    tidy();
    return busy;
  }

  /** Nothing is meant for these any more. */
  private void tidy() {
    Membership membership = replicator.membership();
    for (String id : setbacks.reasons().keySet()) {
      if (!expected.containsKey(id) && !membership.learners().contains(id)) {
        over(id);
      }
    }
  }

  private boolean admit() {
    expected.values().removeIf(entry -> entry.until().isPast());
    for (Expected entry : List.copyOf(expected.values())) {
      PeerAddress peer = entry.peer();
      if (isNoMember(peer) && setbacks.mayTry(peer.id())) {
        add(peer);
      }
      if (!isNoMember(peer)) {
        expected.remove(peer.id());
        over(peer.id());
      }
    }
    return !expected.isEmpty();
  }

  private boolean isNoMember(PeerAddress peer) {
    return replicator.membership().peer(peer.id()).isEmpty();
  }

  private void add(PeerAddress peer) {
    if (!hasStarted(peer)) {
      setbacks.waits(peer.id(), peer.name() + " has not started in this group yet");
      return;
    }
    attempt(
        peer.id(),
        peer.name() + " is not added yet",
        () ->
            reconfiguration.change(
                "Adding " + peer.name(),
                Deadline.after(CHANGE_LIMIT),
                membership -> withLearner(membership, peer)));
  }

  /** Makes a change for the peer; if it fails, not again at once. */
  private void attempt(String id, String meanwhile, Runnable change) {
    try {
      change.run();
      over(id);
    } catch (RequestException e) {
      if (!replicator.leadership().ready()) {
        throw e; // it is not this node's task any more
      }
      String reason = e.error().getMessage();
      setbacks.failed(id, reason);
      say(id, meanwhile, reason);
    }
  }

  private void say(String id, String meanwhile, String reason) {
    if (said.isNews(id, reason)) {
      LOG.info("{}: {}", meanwhile, reason);
    }
  }

  private void over(String id) {
    setbacks.over(id);
    said.forget(id);
  }

  /** On the leader, by peer id: why peers are not yet what they are meant to be. */
  public Map<String, String> setbacks() {
    return setbacks.reasons();
  }

  /** The version of log entries that a new peer must be able to apply. */
  int entryVersion() {
    return census.needed();
  }

  /** Why this peer is not yet what it is meant to be, as far as is known. */
  Optional<String> setback(String id) {
    return setbacks.reason(id);
  }

  private boolean hasStarted(PeerAddress peer) {
    return health
        .hello(peer.grpc())
        .filter(answer -> answer.getSelf().getNodeId().equals(peer.id()))
        .filter(answer -> answer.getSelf().getGroup().getGroupId().equals(replicator.groupId()))
        .isPresent();
  }

  /** Learners of its name that are gone leave in the same change. */
  private Optional<Target> withLearner(Membership membership, PeerAddress peer) {
    if (membership.peer(peer.id()).isPresent()) {
      return Optional.empty();
    }
    Set<String> gone = new HashSet<>();
    for (PeerAddress other : membership.peers()) {
      if (membership.learners().contains(other.id())
          && other.name().equals(peer.name())
          && health.isGone(other)) {
        gone.add(other.id());
      }
    }
    return Optional.of(Target.without(membership, gone).plusLearner(peer));
  }

  private boolean promote() {
    boolean waiting = false;
    for (String learner : replicator.membership().learners()) {
      if (registration.isMeantToVote(learner)) {
        waiting |= !setbacks.mayTry(learner) || !promote(learner);
      } else {
        over(learner);
      }
    }
    return waiting;
  }

  /** Whether it votes now. */
  private boolean promote(String learner) {
    String meanwhile = replicator.membership().nameOf(learner) + " does not vote yet";
    Verdict verdict = Promotion.of(replicator.membership(), learner, health);
    if (verdict instanceof Verdict.NotNow(var reason)) {
      setbacks.waits(learner, reason);
      say(learner, meanwhile, reason);
      return false;
    }
    attempt(learner, meanwhile, () -> promoteNow(learner, Deadline.after(CHANGE_LIMIT)));
    return replicator.membership().voters().contains(learner);
  }

  /**
   * Makes the learner a voter now. @throws RequestException REFUSED with the reason when the rules
   * forbid it
   */
  void promoteNow(String learner, Deadline deadline) {
    reconfiguration.change(
        "Promoting " + replicator.membership().nameOf(learner),
        deadline,
        membership ->
            membership.voters().contains(learner)
                ? Optional.empty()
                : switch (Promotion.of(membership, learner, health)) {
                  case Verdict.Go(var target) -> Optional.of(target);
                  case Verdict.NotNow(var reason) -> throw RequestException.refused(reason);
                });
  }

  private void forget() {
    Membership membership = replicator.membership();
    registration
        .entries()
        .filter(entry -> membership.peer(entry.id()).isEmpty())
        .filter(entry -> !expected.containsKey(entry.id()))
        .forEach(
            entry ->
                Waiting.result(
                    proposals.propose(new ForgetNode(entry.id(), !entry.joining())),
                    Deadline.after(Deadline.DEFAULT),
                    Outcome.UNKNOWN,
                    "forgetting " + entry.name()));
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
