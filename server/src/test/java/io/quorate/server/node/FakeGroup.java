package io.quorate.server.node;

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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Consensus as one node sees it, said by the test. */
public final class FakeGroup implements Replicator {
  public static final String GROUP = "7b1f4a9e-0f7c-4a55-9d0e-1f3f4a5b6c7d";
  public static final Duration ELECTION_TIMEOUT = Duration.ofMillis(200);

  public volatile Leadership leadership;
  public volatile Membership membership;
  public volatile long commitIndex = 10;
  public volatile String groupId = GROUP;

  /** What becomes of each entry. */
  public volatile Function<Entry, CompletableFuture<Committed>> proposals =
      entry -> CompletableFuture.failedFuture(new UnsupportedOperationException());

  private final String self;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** Follows nobody, in term 1. */
  public FakeGroup(String self, String... voters) {
    this.self = self;
    this.leadership = new Leadership(Role.FOLLOWER, 1, "", false);
    this.membership = voters(Set.of(voters), Set.of());
  }

  /** Every peer listens nowhere. */
  public static Membership voters(Set<String> voters, Set<String> previous) {
    Membership named = new Membership(voters, previous, Set.of(), List.of());
    return new Membership(
        voters, previous, Set.of(), named.allVoters().map(id -> peer(id, "localhost:1")).toList());
  }

  public static PeerAddress peer(String id, String grpc) {
    return new PeerAddress(id, "name-" + id, grpc, "", "");
  }

  public FakeGroup leads(long term) {
    return become(new Leadership(Role.LEADER, term, self, true));
  }

  public FakeGroup follows(String leader, long term) {
    return become(new Leadership(Role.FOLLOWER, term, leader, false));
  }

  public FakeGroup become(Leadership next) {
    leadership = next;
    listeners.forEach(Runnable::run);
    return this;
  }

  @Override
  public String self() {
    return self;
  }

  @Override
  public String groupId() {
    return groupId;
  }

  @Override
  public Leadership leadership() {
    return leadership;
  }

  @Override
  public boolean isTakingOver() {
    return leadership.leads() && !leadership.ready();
  }

  @Override
  public Membership membership() {
    return membership;
  }

  @Override
  public long commitIndex() {
    return commitIndex;
  }

  @Override
  public Duration minElectionTimeout() {
    return ELECTION_TIMEOUT;
  }

  @Override
  public void onLeadershipChange(Runnable listener) {
    listeners.add(listener);
  }

  @Override
  public CompletableFuture<Committed> propose(Entry entry) {
    return proposals.apply(entry);
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
    return -1;
  }

  @Override
  public Optional<Duration> sinceLeaderHeard() {
    return Optional.empty();
  }

  @Override
  public Optional<Duration> sinceLastReply(String peer) {
    return Optional.empty();
  }
}
