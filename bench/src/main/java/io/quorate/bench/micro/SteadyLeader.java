package io.quorate.bench.micro;

import io.quorate.command.Entry;
import io.quorate.server.replication.Committed;
import io.quorate.server.replication.Leadership;
import io.quorate.server.replication.Membership;
import io.quorate.server.replication.PeerAddress;
import io.quorate.server.replication.Replicator;
import io.quorate.server.replication.Role;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The leader of three voters for ever, which takes no entries.
 *
 * @param commitIndex where its log ends
 */
record SteadyLeader(long term, long commitIndex) implements Replicator {
  private static final String SELF = "a";
  private static final Membership MEMBERSHIP =
      new Membership(
          Set.of(SELF, "b", "c"), Set.of(), Set.of(), List.of(peer(SELF), peer("b"), peer("c")));

  private static PeerAddress peer(String id) {
    return new PeerAddress(id, "name-" + id, "localhost:1", "", "");
  }

  @Override
  public String self() {
    return SELF;
  }

  @Override
  public String groupId() {
    return "7b1f4a9e-0f7c-4a55-9d0e-1f3f4a5b6c7d";
  }

  @Override
  public Leadership leadership() {
    return new Leadership(Role.LEADER, term, SELF, true);
  }

  @Override
  public boolean isTakingOver() {
    return false;
  }

  @Override
  public Membership membership() {
    return MEMBERSHIP;
  }

  @Override
  public Duration minElectionTimeout() {
    return ServerDefaults.CONFIG.raft().electionTimeoutMin();
  }

  @Override
  public void onLeadershipChange(Runnable listener) {}

  @Override
  public CompletableFuture<Committed> propose(Entry entry) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<Void> setConfiguration(
      Collection<PeerAddress> voters, Collection<PeerAddress> learners) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<Void> transferLeadership(String target, Duration timeout) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long matchIndex(String peer) {
    return commitIndex;
  }

  @Override
  public Optional<Duration> sinceLeaderHeard() {
    return Optional.empty();
  }

  @Override
  public Optional<Duration> sinceLastReply(String peer) {
    return Optional.of(Duration.ZERO);
  }
}
