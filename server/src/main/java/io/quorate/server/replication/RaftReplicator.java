package io.quorate.server.replication;

import io.quorate.command.Entry;
import io.quorate.command.TermIndex;
import io.quorate.engine.Engine;
import io.quorate.ratis.StateMachineHost;
import io.quorate.ratis.Submission;
import io.quorate.server.error.RequestException;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.ratis.protocol.RaftClientAsynchronousProtocol;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.impl.LeaderHeard;
import org.apache.ratis.util.LifeCycle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consensus by Apache Ratis: one RaftServer with one division, our group.
 *
 * <p>Ratis' callbacks arrive on its own threads and under its locks; here they only set fields,
 * complete futures or hand work to the {@code events} thread.
 */
public final class RaftReplicator implements Replicator, StateMachineHost, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RaftReplicator.class);

  private final RaftSettings settings;
  private final StartingGroup origin;
  private final RaftGroupId group;
  private final LocalCopy local;
  private final ReplicationTracker tracker;
  private final AddressedOnly incoming;
  private final VotesCast votes = new VotesCast();
  private final Fence fence = new Fence();
  private final RaftServer server;
  private final RaftRequests requests;
  private final PendingEntries pending = new PendingEntries();
  private final RaftEvents events = new RaftEvents();
  private final RaftDivision division;
  private final RaftFailures failures;
  private final RaftAdmin admin;
  private final LeaderHistory history;
  private final PeerChannels channels;
  private final RaftCampaign campaign;
  private final Isolation isolation;
  private final Ticker.Look watch;
  private volatile long readyTerm = -1;

  /**
   * @param registry names and addresses by peer id, as replicated; the same map instance while
   *     nothing changes
   * @param ticker looks at what Ratis does not tell
   */
  public RaftReplicator(
      RaftSettings settings,
      StartingGroup origin,
      LocalCopy local,
      ReplicationTracker tracker,
      Supplier<Map<String, PeerAddress>> registry,
      Ticker ticker)
      throws IOException {
    this.settings = settings;
    this.origin = origin;
    this.group = RaftGroupId.valueOf(origin.groupId());
    this.local = local;
    this.tracker = tracker;
    this.incoming = new AddressedOnly(origin.self(), () -> currentDivision() != null);
    DurableAppends appends =
        new DurableAppends(
            FollowerLog.of(this::ratisDivision), LoggerFactory.getLogger(DurableAppends.class));
    this.server =
        RatisServer.build(settings, origin, tracker, fence, this, appends, incoming, votes);
    this.requests = new RaftRequests(origin.self(), group);
    this.division = new RaftDivision(server, group, requests, pending, events, registry);
    this.failures = new RaftFailures(() -> leaderAddress(leadership()));
    this.admin = new RaftAdmin(server, requests, failures);
    this.history =
        new LeaderHistory(
            this,
            this::sinceLeaderHeard,
            () -> Math.max(0, lastLogIndex() - commitIndex()),
            System::nanoTime);
    this.channels = new PeerChannels(this, server);
    this.isolation = new Isolation(this, settings.electionTimeoutMean(), events::leadershipChanged);
    this.campaign =
        new RaftCampaign(
            server,
            group,
            division::current,
            appends,
            channels::reset,
            fence,
            LoggerFactory.getLogger(RaftCampaign.class));
    this.watch = ticker.each(this::look);
  }

  /** Around every transfer of leadership from this node: a lease must not be trusted meanwhile. */
  public void aroundTransfer(Runnable before, Runnable after) {
    admin.aroundTransfer(before, after);
  }

  /** Since when the leader of this term, this node, has heard of no majority; 0 = it has. */
  public long silentSinceNanos(long term) {
    return isolation.silentSinceNanos(term);
  }

  /**
   * How many of the entries that it proposed since it was last elected were answered as of unknown
   * outcome.
   */
  public long unknownEntries() {
    return pending.unknown();
  }

  /** Whom this node gave its vote in that term, peer id; empty = nobody that it remembers. */
  public Optional<String> votedFor(long term) {
    return votes.votedFor(term);
  }

  /** Who led when, and what this node saw of the last election that it won. */
  public LeaderHistory history() {
    return history;
  }

  private void look() {
    history.look();
    channels.look(System.nanoTime());
    isolation.look(System.nanoTime());
  }

  public Campaign campaign() {
    return campaign;
  }

  @Override
  public Optional<Duration> sinceLeaderHeard() {
    RaftServer.Division current = division.current();
    if (current == null) {
      return Optional.empty();
    }
    return LeaderHeard.since(current);
  }

  public void start() throws IOException {
    server.start();
    division.started();
  }

  /**
   * This node's disk takes no writes: it neither leads nor campaigns until {@link #unfence}. What
   * is pending fails as UNKNOWN. Does not block, whatever the disk does.
   */
  public void fence(String why) {
    fence.raise(why);
    events.run(() -> pending.fail("this node's disk takes no writes: " + why));
    events.leadershipChanged();
  }

  public void unfence() {
    fence.lower();
    events.leadershipChanged();
  }

  /** Why it neither leads nor campaigns; empty when it may. */
  public Optional<String> fencedBecause() {
    return fence.reason();
  }

  /** For its keeper. */
  DivisionLife division() {
    return division;
  }

  // ---- what we are ----

  @Override
  public String self() {
    return origin.self();
  }

  @Override
  public String groupId() {
    return group.getUuid().toString();
  }

  @Override
  public Leadership leadership() {
    RaftServer.Division current = division.current();
    if (current == null) {
      return new Leadership(Role.NONE, 0, "", false);
    }
    DivisionInfo info = current.getInfo();
    long term = info.getCurrentTerm();
    if (info.getLifeCycleState() != LifeCycle.State.RUNNING) {
      return new Leadership(Role.NONE, term, "", false);
    }
    Role role = RaftPeers.role(info.getCurrentRole());
    RaftPeerId leader = info.getLeaderId();
    boolean ready =
        role == Role.LEADER && mayLead(term) && info.isLeaderReady() && readyTerm == term;
    return new Leadership(role, term, leader == null ? "" : leader.toString(), ready);
  }

  @Override
  public boolean isTakingOver() {
    Leadership now = leadership();
    return now.leads() && !now.ready() && mayLead(now.term());
  }

  /** Nothing keeps this node from doing what a leader of that term does. */
  private boolean mayLead(long term) {
    return !division.isLogFailed() && !isolation.in(term) && !fence.isUp();
  }

  @Override
  public Membership membership() {
    return division.membership();
  }

  @Override
  public long commitIndex() {
    RaftServer.Division current = division.current();
    return current == null ? -1 : current.getRaftLog().getLastCommittedIndex();
  }

  /** Bytes of log entries that leaders have sent to this node since it started. */
  public long logBytesReceived() {
    return incoming.logBytes();
  }

  /** First index of the local log. */
  public long logStart() {
    RaftServer.Division current = division.current();
    return current == null ? -1 : current.getRaftLog().getStartIndex();
  }

  /** Last index of the local log, committed or not. */
  public long lastLogIndex() {
    RaftServer.Division current = division.current();
    return current == null ? -1 : current.getRaftLog().getNextIndex() - 1;
  }

  @Override
  public Duration minElectionTimeout() {
    return settings.electionTimeoutMin();
  }

  @Override
  public long matchIndex(String peer) {
    return tracker.matchIndex(peer);
  }

  @Override
  public Optional<Duration> sinceLastReply(String peer) {
    return tracker.sinceLastReply(peer);
  }

  @Override
  public void onLeadershipChange(Runnable listener) {
    events.onLeadershipChange(listener);
  }

  // ---- what we do ----

  @Override
  public CompletableFuture<Committed> propose(Entry entry) {
    Leadership now = leadership();
    if (!now.leads()) {
      return CompletableFuture.failedFuture(
          RequestException.notLeader(leaderAddress(now), "this node does not lead"));
    }
    if (!now.ready()) {
      return CompletableFuture.failedFuture(RequestException.unavailable(unready(now.term())));
    }
    CompletableFuture<Committed> result = pending.add();
    if (fence.isUp()) { // since the look above: what is pending may have been failed before
      result.completeExceptionally(RequestException.unavailable(unready(now.term())));
      return result;
    }
    Submission submission =
        new Submission(
            entry, (position, applied) -> result.complete(new Committed(position, applied)));
    CompletableFuture<RaftClientReply> reply;
    try {
      // Past the server's executor: one hand-over less per entry.
      reply =
          ((RaftClientAsynchronousProtocol) running())
              .submitClientRequestAsync(requests.write(submission));
    } catch (IOException | RuntimeException e) {
      result.completeExceptionally(failures.of(e, submission));
      return result;
    }
    var _ =
        reply.whenComplete(
            (answer, failure) -> {
              Throwable cause = failure != null ? failure : answer.getException();
              if (cause != null) {
                result.completeExceptionally(failures.of(cause, submission));
              }
            });
    return result;
  }

  private String unready(long term) {
    return fence
        .reason()
        .map(why -> "this leader's disk takes no writes: " + why)
        .orElseGet(
            () ->
                isolation.in(term)
                    ? "this leader has lost touch with a majority of the voters"
                    : "elected in term " + term + " and not ready yet");
  }

  private String leaderAddress(Leadership leadership) {
    return membership().peer(leadership.leader()).map(PeerAddress::grpc).orElse("");
  }

  private RaftServer.Division running() {
    RaftServer.Division current = division.current();
    if (current == null) {
      throw RequestException.unavailable("the node is starting");
    }
    return current;
  }

  @Override
  public CompletableFuture<Void> setConfiguration(
      Collection<PeerAddress> voters, Collection<PeerAddress> learners) {
    return admin.setConfiguration(voters, learners);
  }

  @Override
  public CompletableFuture<Void> transferLeadership(String target, Duration timeout) {
    return admin.transferLeadership(target, timeout);
  }

  /** As soon as Ratis has it, which may be before we know that it runs. */
  private RaftServer.@Nullable Division ratisDivision() {
    try {
      return server.getDivision(group);
    } catch (IOException stopped) {
      return null;
    }
  }

  RaftServer.@Nullable Division currentDivision() {
    return division.current();
  }

  // ---- what Ratis tells us ----

  @Override
  public Engine open() throws IOException {
    local.checkpoints().installStaged();
    Engine engine = local.source().get();
    local.state().opened(engine);
    return engine;
  }

  @Override
  public void close(Engine engine) {
    local.state().closed();
    if (events.isStopped()) {
      flushLast(engine);
    }
    engine.close();
  }

  /** A clean stop spares the next start the replay; if it cannot, the log has everything. */
  private static void flushLast(Engine engine) {
    try {
      engine.flush();
    } catch (RuntimeException e) {
      LOG.warn("the state was not flushed at the end; the log will be replayed", e);
    }
  }

  @Override
  public void applied(TermIndex position) {
    local.state().applied(position);
  }

  @Override
  public void applyFailed(TermIndex position, Throwable cause) {
    division.applyFailed(cause);
    String why = RaftFailures.firstLine(cause);
    LOG.error("entry {} could not be applied: {}", position, why);
    events.run(() -> pending.fail("applying it failed on this node: " + why));
  }

  @Override
  public CompletableFuture<TermIndex> fetchCheckpoint(String leader, TermIndex firstAvailable) {
    Optional<PeerAddress> source = membership().peer(leader);
    if (source.isEmpty()) {
      return CompletableFuture.failedFuture(
          new IOException("leader " + leader + " is not in the membership"));
    }
    LOG.info(
        "full sync from {}: its log begins at {}, ours ends at {}",
        source.get().name(),
        firstAvailable.index(),
        local.state().applied().index());
    return local.checkpoints().fetch(source.get(), firstAvailable.index() - 1);
  }

  @Override
  public void leaderChanged(String leader) {
    if (leader.equals(origin.self())) {
      pending.forgetUnknown();
    }
    history.leads(leader, leadership().term());
    events.leadershipChanged();
  }

  @Override
  public void leaderReady() {
    readyTerm = running().getInfo().getCurrentTerm();
    history.ready();
    events.leadershipChanged();
  }

  @Override
  public void notLeader() {
    events.leadershipChanged();
  }

  @Override
  public void configurationChanged(long term, long index) {
    events.leadershipChanged();
  }

  @Override
  public void logFailed(Throwable cause) {
    if (division.logFailed(cause)) {
      String why = RaftFailures.firstLine(cause);
      LOG.error("the log cannot be written: {}", why);
      events.run(() -> pending.fail("this node's log failed: " + why));
      events.leadershipChanged();
    }
  }

  @Override
  public void divisionClosed() {
    if (!events.isStopped()) {
      LOG.warn("Ratis closed the division");
      events.run(() -> pending.fail("the division closed"));
      events.leadershipChanged();
    }
  }

  @Override
  public void close() throws IOException {
    events.stop();
    watch.close();
    campaign.close();
    local.state().stop();
    server.close();
    pending.fail("the node stopped");
    events.close();
  }
}
