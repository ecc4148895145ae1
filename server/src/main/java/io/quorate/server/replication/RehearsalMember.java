package io.quorate.server.replication;

import io.quorate.command.Entry;
import io.quorate.command.TermIndex;
import io.quorate.ratis.StateMachineHost;
import io.quorate.ratis.Submission;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.helpers.NOPLogger;

/**
 * A voter of a {@link RehearsalGroup}, as the parts that are rehearsed see it: it proposes and
 * campaigns; its members never change. Any thread.
 */
public final class RehearsalMember implements Replicator, Campaign {
  private final RaftServer server;
  private final StartingGroup origin;
  private final RaftRequests requests;
  private final Campaign campaign;
  private final RaftFailures failures = new RaftFailures(() -> "");

  private RehearsalMember(RaftServer server, StartingGroup origin, DurableAppends appends) {
    RaftGroupId group = RaftGroupId.valueOf(origin.groupId());
    this.server = server;
    this.origin = origin;
    this.requests = new RaftRequests(origin.self(), group);
    this.campaign =
        new RaftCampaign(
            server, group, this::division, appends, id -> {}, new Fence(), NOPLogger.NOP_LOGGER);
  }

  static RehearsalMember start(StartingGroup origin, RaftSettings settings, StateMachineHost host)
      throws IOException {
    var self = new RehearsalMember[1];
    DurableAppends appends =
        new DurableAppends(FollowerLog.of(() -> division(self[0])), NOPLogger.NOP_LOGGER);
    RaftServer server =
        RatisServer.build(
            settings, origin, new ReplicationTracker(Runnable::run), new Fence(), host, appends);
    self[0] = new RehearsalMember(server, origin, appends);
    try {
      server.start();
    } catch (IOException | RuntimeException e) {
      server.close(); // its division may run although its port was taken
      throw e;
    }
    return self[0];
  }

  private static RaftServer.@Nullable Division division(@Nullable RehearsalMember member) {
    return member == null ? null : member.division();
  }

  private RaftServer.Division division() {
    try {
      return server.getDivision(RaftGroupId.valueOf(origin.groupId()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String self() {
    return origin.self();
  }

  @Override
  public String groupId() {
    return origin.groupId().toString();
  }

  @Override
  public Leadership leadership() {
    DivisionInfo info = division().getInfo();
    RaftPeerId leader = info.getLeaderId();
    return new Leadership(
        RaftPeers.role(info.getCurrentRole()),
        info.getCurrentTerm(),
        leader == null ? "" : leader.toString(),
        info.isLeaderReady());
  }

  @Override
  public boolean isTakingOver() {
    Leadership now = leadership();
    return now.leads() && !now.ready();
  }

  @Override
  public Membership membership() {
    Set<String> voters =
        origin.voters().stream().map(PeerAddress::id).collect(Collectors.toUnmodifiableSet());
    return new Membership(voters, Set.of(), Set.of(), List.copyOf(origin.voters()));
  }

  @Override
  public long commitIndex() {
    return division().getRaftLog().getLastCommittedIndex();
  }

  @Override
  public Duration minElectionTimeout() {
    return Duration.ofSeconds(1);
  }

  @Override
  public CompletableFuture<Committed> propose(Entry entry) {
    CompletableFuture<Committed> result = new CompletableFuture<>();
    Submission submission =
        new Submission(
            entry, (position, applied) -> result.complete(new Committed(position, applied)));
    try {
      var _ =
          server
              .submitClientRequestAsync(requests.write(submission))
              .whenComplete(
                  (reply, failure) -> {
                    Throwable cause = failure != null ? failure : reply.getException();
                    if (cause != null) {
                      result.completeExceptionally(failures.of(cause, submission));
                    }
                  });
    } catch (IOException | RuntimeException e) {
      result.completeExceptionally(failures.of(e, submission));
    }
    return result;
  }

  @Override
  public CompletableFuture<Void> setConfiguration(
      Collection<PeerAddress> voters, Collection<PeerAddress> learners) {
    return CompletableFuture.failedFuture(new IllegalStateException("its members never change"));
  }

  @Override
  public CompletableFuture<Void> transferLeadership(String target, Duration timeout) {
    return CompletableFuture.failedFuture(new IllegalStateException("nobody asks for it"));
  }

  @Override
  public long matchIndex(String peer) {
    return -1;
  }

  @Override
  public Optional<Duration> sinceLastReply(String peer) {
    return Optional.empty();
  }

  @Override
  public Optional<Duration> sinceLeaderHeard() {
    return Optional.empty();
  }

  @Override
  public void onLeadershipChange(Runnable listener) {
    // Nobody waits for it here: whoever does looks again by himself.
  }

  @Override
  public TermIndex lastEntry() {
    return campaign.lastEntry();
  }

  @Override
  public boolean isFit() {
    return campaign.isFit();
  }

  @Override
  public boolean start(String leader, long term) {
    return campaign.start(leader, term);
  }

  @Override
  public void reachable(String peer) {
    campaign.reachable(peer);
  }

  void close() throws IOException {
    server.close();
  }
}
