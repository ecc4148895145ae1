package io.quorate.server.failover;

import io.quorate.command.TermIndex;
import io.quorate.proto.v1.LeaderLost;
import io.quorate.proto.v1.LeaderResigned;
import io.quorate.proto.v1.LeadershipIntent;
import io.quorate.proto.v1.PeerFrame;
import io.quorate.server.replication.Campaign;
import io.quorate.server.replication.Leadership;
import io.quorate.server.replication.Membership;
import io.quorate.server.replication.PeerAddress;
import io.quorate.server.replication.Replicator;
import io.quorate.server.replication.Role;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;

/**
 * Starts an election at once when the leader's process is gone and a majority of the voters has
 * seen so, or when the leader has told them that it resigns; see the package for how. Everything is
 * decided on one thread, {@code quorate-failover}.
 */
public final class FastFailover implements AutoCloseable {
  /**
   * For each place behind the best: long enough for the best one's vote request to arrive, on a
   * busy machine too.
   */
  static final Duration STAGGER = Duration.ofMillis(250);

  /** Characters of what people are told: a frame is small. */
  private static final int WORDS = 500;

  private static final Duration MEMBERS_EVERY = Duration.ofMillis(200);

  /** How this node first knew that the leader of a term was lost. */
  private record LostFirst(String leader, long term, boolean resigned) {}

  private final Replicator replicator;
  private final Campaign campaign;
  private final Function<PeerAddress, Optional<InetSocketAddress>> addresses;
  private final Identity identity;
  private final PeerPort port;
  private final Consumer<LeadershipIntent> resignations;
  private final ScheduledExecutorService events =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("quorate-failover").factory());
  private final boolean enabled;
  private final Logger log;

  private final Map<String, PeerWatch> watches = new ConcurrentHashMap<>();
  private final Witnesses witnesses = new Witnesses();

  // Only touched by the events thread.
  private final Losses losses = new Losses();
  private final Damping damping = new Damping();
  private LostFirst lostFirst = new LostFirst("", 0, false);

  /**
   * Opens the port and starts to watch. Throws StartupException when the port cannot be had.
   *
   * @param enabled false: it answers peers, and never starts an election
   * @param addresses where a member's peer port is; asked before each dial; must not block
   * @param resignations is told of every leader that resigned; must not block
   * @param log for what it does
   */
  public FastFailover(
      Replicator replicator,
      Campaign campaign,
      String host,
      int port,
      Function<PeerAddress, Optional<InetSocketAddress>> addresses,
      Consumer<LeadershipIntent> resignations,
      boolean enabled,
      Logger log) {
    this.log = log;
    this.replicator = replicator;
    this.campaign = campaign;
    this.addresses = addresses;
    this.resignations = resignations;
    this.enabled = enabled;
    long incarnation = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
    this.identity = new Identity(replicator.groupId(), replicator.self(), incarnation);
    this.port =
        new PeerPort(
            host,
            port,
            identity,
            new PeerPort.Listener() {
              @Override
              public void lost(String from, LeaderLost lost) {
                heard(from, lost);
              }

              @Override
              public void resigned(String from, LeaderResigned resigned) {
                submit(() -> heardResigned(from, resigned));
              }
            });
    var _ =
        events.scheduleWithFixedDelay(
            this::followMembership, 0, MEMBERS_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * What this node sees of a peer's process: that it has just seen its end, or what it sees now.
   * Blocks up to 100 ms.
   */
  public Sight sight(String peer) {
    if (witnesses.hasSeenGone(peer, System.nanoTime())) {
      return Sight.GONE;
    }
    PeerWatch watch = watches.get(peer);
    return watch == null ? Sight.UNKNOWN : watch.probe();
  }

  /** The nodes of which is known that they saw the process of the leader of this term gone. */
  public Set<String> sawGone(String leader, long term) {
    return witnesses.of(leader, term);
  }

  public int port() {
    return port.port();
  }

  /** How many peers this node has a link to. */
  public int linked() {
    return (int) watches.values().stream().filter(PeerWatch::isLinked).count();
  }

  // ---- who is watched ----

  private void followMembership() {
    try {
      Set<String> wanted = new HashSet<>();
      for (PeerAddress peer : replicator.membership().peers()) {
        if (!peer.id().equals(identity.self())) {
          wanted.add(peer.id());
          watches.computeIfAbsent(peer.id(), this::watch);
        }
      }
      for (var watch : Map.copyOf(watches).entrySet()) {
        if (!wanted.contains(watch.getKey())) {
          watches.remove(watch.getKey());
          watch.getValue().close();
        }
      }
    } catch (RuntimeException e) {
      log.warn("following the membership failed and is tried again", e);
    }
  }

  private PeerWatch watch(String peer) {
    return new PeerWatch(
        peer,
        () -> replicator.membership().peer(peer).flatMap(addresses),
        identity,
        new PeerWatch.Listener() {
          @Override
          public void up(String id) {
            campaign.reachable(id);
          }

          @Override
          public void gone(String id) {
            witnesses.sawGone(id, System.nanoTime());
            submit(() -> lost(id, false));
          }
        });
  }

  // ---- what was lost ----

  private void submit(Runnable event) {
    try {
      events.execute(
          () -> {
            try {
              event.run();
            } catch (RejectedExecutionException closed) {
              log.debug("closed: {}", closed.getMessage());
            } catch (RuntimeException e) {
              log.error("fast fail-over failed; the election time-out decides", e);
            }
          });
    } catch (RejectedExecutionException closed) {
      log.debug("closed: {}", closed.getMessage());
    }
  }

  private boolean follows(String leader, Leadership now) {
    return now.role() == Role.FOLLOWER && now.leader().equals(leader);
  }

  /**
   * Tells a peer that this node gives leadership away, and why; one without a target means: elect
   * another leader at once. Does not block. Returns whether there was a link to tell it by.
   */
  public boolean tell(String peer, LeadershipIntent intent) {
    PeerWatch watch = watches.get(peer);
    return watch != null
        && watch.tell(
            PeerFrame.newBuilder()
                .setResigned(
                    LeaderResigned.newBuilder()
                        .setTerm(intent.getTerm())
                        .setTrigger(intent.getTrigger())
                        .setReason(shortened(intent.getReason()))
                        .setBy(shortened(intent.getBy()))
                        .setTarget(intent.getTarget()))
                .build());
  }

  private static String shortened(String text) {
    return text.substring(0, Math.min(text.length(), WORDS));
  }

  private void heardResigned(String from, LeaderResigned resigned) {
    resignations.accept(
        LeadershipIntent.newBuilder()
            .setNodeId(from)
            .setTerm(resigned.getTerm())
            .setTrigger(resigned.getTrigger())
            .setReason(resigned.getReason())
            .setBy(resigned.getBy())
            .setTarget(resigned.getTarget())
            .build());
    if (resigned.getTarget().isEmpty() && replicator.leadership().term() == resigned.getTerm()) {
      lost(from, true);
    }
  }

  /** This node's own eyes and ears. */
  private void lost(String peer, boolean resigned) {
    Leadership now = replicator.leadership();
    if (!enabled || !campaign.isFit() || !follows(peer, now)) {
      return;
    }
    if (!lostFirst.leader().equals(peer) || lostFirst.term() != now.term()) {
      lostFirst = new LostFirst(peer, now.term(), resigned);
    }
    TermIndex last = campaign.lastEntry();
    PeerFrame news =
        PeerFrame.newBuilder()
            .setLost(
                LeaderLost.newBuilder()
                    .setLeader(peer)
                    .setTerm(now.term())
                    .setLastTerm(last.term())
                    .setLastIndex(Math.max(0, last.index()))
                    .setResigned(resigned))
            .build();
    watches.forEach(
        (id, watch) -> {
          if (!id.equals(peer)) {
            watch.tell(news);
          }
        });
    heardOf(new Loss(identity.self(), peer, now.term(), last, resigned));
    evaluate(peer, now.term());
  }

  /** Another one's word. */
  private void heard(String from, LeaderLost lost) {
    submit(
        () -> {
          heardOf(
              new Loss(
                  from,
                  lost.getLeader(),
                  lost.getTerm(),
                  new TermIndex(lost.getLastTerm(), lost.getLastIndex()),
                  lost.getResigned()));
          if (!losses.contains(
              identity.self(), lost.getLeader(), lost.getTerm(), System.nanoTime())) {
            lookAt(lost.getLeader());
          }
          evaluate(lost.getLeader(), lost.getTerm());
        });
  }

  private void heardOf(Loss loss) {
    losses.heard(loss, System.nanoTime());
    if (!loss.resigned()) {
      witnesses.saw(loss.leader(), loss.term(), loss.from());
    }
  }

  /** Our connection may not have told us yet. */
  private void lookAt(String leader) {
    PeerWatch watch = watches.get(leader);
    if (watch != null && follows(leader, replicator.leadership())) {
      Thread.ofPlatform()
          .daemon()
          .name("quorate-peer-probe")
          .start(
              () -> {
                if (watch.probe() == Sight.GONE) {
                  witnesses.sawGone(leader, System.nanoTime());
                  submit(() -> lost(leader, false));
                }
              });
    }
  }

  // ---- what is done about it ----

  private void evaluate(String leader, long term) {
    Membership membership = replicator.membership();
    OptionalInt rank = losses.rank(identity.self(), leader, term, membership, System.nanoTime());
    if (rank.isEmpty() || !membership.voters().contains(identity.self())) {
      return;
    }
    int count = losses.count(leader, term, membership, System.nanoTime());
    if (rank.getAsInt() == 0) {
      start(leader, term, count);
    } else {
      var _ =
          events.schedule(
              () -> start(leader, term, count),
              rank.getAsInt() * STAGGER.toMillis(),
              TimeUnit.MILLISECONDS);
    }
  }

  private void start(String leader, long term, int voters) {
    Leadership now = replicator.leadership();
    PeerWatch watch = watches.get(leader);
    if (!follows(leader, now)
        || now.term() != term
        || !replicator.membership().previousVoters().isEmpty()
        || watch == null
        || !damping.allows(leader, term, watch.incarnation(), System.nanoTime())) {
      return;
    }
    boolean started = campaign.start(leader, term);
    // Words afterwards: to format them the first time takes milliseconds.
    String what =
        "%s, as %d voters %s"
            .formatted(
                lostFirst.resigned()
                    ? replicator.membership().nameOf(leader) + " has resigned"
                    : "the process of " + replicator.membership().nameOf(leader) + " is gone",
                voters,
                lostFirst.resigned() ? "heard" : "saw");
    if (started) {
      log.info("{}: election started at once", what);
    } else {
      log.info(
          "{}, and the election could not be started at once: the election time-out decides", what);
    }
  }

  @Override
  public void close() throws IOException {
    events.shutdownNow();
    port.close();
    try {
      if (!events.awaitTermination(5, TimeUnit.SECONDS)) {
        log.warn("the thread of fast fail-over did not end within 5 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (PeerWatch watch : watches.values()) {
      watch.close();
    }
  }
}
