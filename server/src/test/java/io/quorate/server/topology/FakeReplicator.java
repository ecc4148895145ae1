package io.quorate.server.topology;

import io.quorate.command.Entry;
import io.quorate.server.error.RequestException;
import io.quorate.server.replication.Committed;
import io.quorate.server.replication.Leadership;
import io.quorate.server.replication.Membership;
import io.quorate.server.replication.PeerAddress;
import io.quorate.server.replication.Replicator;
import io.quorate.server.replication.Role;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One node's consensus, played by the test: what it says is set, what it is told is recorded. */
public final class FakeReplicator implements Replicator {
  public static final Duration RECENT = Duration.ofMillis(50);

  /** "voters | learners", by name, of every change, in order. */
  public final List<String> changes = new CopyOnWriteArrayList<>();

  /** Ids of the targets of every transfer, in order. */
  public final List<String> transfers = new CopyOnWriteArrayList<>();

  public final Map<String, Long> matchIndexes = new ConcurrentHashMap<>();
  public final Map<String, Duration> silences = new ConcurrentHashMap<>();

  /** Voters that do not take leadership although they are asked. */
  public final Set<String> unwilling = ConcurrentHashMap.newKeySet();

  /** Who wins the election, and how the transfer fails, by whom was asked to take over. */
  public final Map<String, Upset> upsets = new ConcurrentHashMap<>();

  /** Every change fails with this, and is recorded nevertheless. */
  public volatile @Nullable RequestException changeFailure;

  public volatile long commitIndex = 100;
  private final String self;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** How long the leader that is followed has been silent. */
  public volatile Duration leaderSilence = Duration.ZERO;

  private volatile Leadership leadership = new Leadership(Role.FOLLOWER, 1, "", false);
  private volatile Membership membership = new Membership(Set.of(), Set.of(), Set.of(), List.of());

  /**
   * A transfer that goes wrong.
   *
   * @param winner empty = the old leader stays
   */
  public record Upset(String winner, RequestException failure) {}

  public FakeReplicator(String self) {
    this.self = self;
  }

  /** Id = name, addresses derived from it. */
  public static PeerAddress peer(String name) {
    return peer(name, name);
  }

  public static PeerAddress peer(String id, String name) {
    return new PeerAddress(id, name, name + ":0", name + ":1", name + ":2");
  }

  public FakeReplicator members(List<PeerAddress> voters, List<PeerAddress> learners) {
    membership =
        new Membership(
            ids(voters),
            Set.of(),
            ids(learners),
            Stream.concat(voters.stream(), learners.stream()).toList());
    return this;
  }

  public FakeReplicator voters(String... names) {
    return members(Stream.of(names).map(FakeReplicator::peer).toList(), List.of());
  }

  /** While a joint configuration is in force. */
  public FakeReplicator joint(Set<String> voters, Set<String> previous) {
    membership =
        new Membership(
            voters,
            previous,
            Set.of(),
            Stream.concat(voters.stream(), previous.stream())
                .distinct()
                .map(FakeReplicator::peer)
                .toList());
    return this;
  }

  public FakeReplicator lead(long term) {
    return become(new Leadership(Role.LEADER, term, self, true));
  }

  public FakeReplicator follow(String leader, long term) {
    return become(new Leadership(Role.FOLLOWER, term, leader, false));
  }

  public FakeReplicator become(Leadership now) {
    leadership = now;
    listeners.forEach(Runnable::run);
    return this;
  }

  /** These peers answer appends and have everything. */
  public FakeReplicator current(String... ids) {
    for (String id : ids) {
      silences.put(id, RECENT);
      matchIndexes.put(id, commitIndex);
    }
    return this;
  }

  public FakeReplicator silent(String... ids) {
    for (String id : ids) {
      silences.put(id, Duration.ofMinutes(1));
    }
    return this;
  }

  private static Set<String> ids(Collection<PeerAddress> peers) {
    return peers.stream().map(PeerAddress::id).collect(Collectors.toSet());
  }

  private static String names(Collection<PeerAddress> peers) {
    return peers.stream()
        .map(peer -> peer.id().equals(peer.name()) ? peer.name() : peer.name() + "/" + peer.id())
        .sorted()
        .collect(Collectors.joining(" "));
  }

  @Override
  public String self() {
    return self;
  }

  @Override
  public String groupId() {
    return "group";
  }

  @Override
  public Leadership leadership() {
    return leadership;
  }

  @Override
  public boolean isTakingOver() {
    return leadership().leads() && !leadership().ready();
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
    return Duration.ofMillis(500);
  }

  @Override
  public CompletableFuture<Committed> propose(Entry entry) {
    return CompletableFuture.failedFuture(
        new UnsupportedOperationException("topology proposes through Proposals"));
  }

  @Override
  public CompletableFuture<Void> setConfiguration(
      Collection<PeerAddress> voters, Collection<PeerAddress> learners) {
    changes.add(names(voters) + " | " + names(learners));
    RequestException failure = changeFailure;
    if (failure != null) {
      return CompletableFuture.failedFuture(failure);
    }
    members(List.copyOf(voters), List.copyOf(learners));
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletableFuture<Void> transferLeadership(String target, Duration timeout) {
    transfers.add(target);
    if (unwilling.contains(target)) {
      return CompletableFuture.failedFuture(RequestException.refused(target + " did not take it"));
    }
    Upset upset = upsets.get(target);
    if (upset == null) {
      follow(target, leadership.term() + 1);
      return CompletableFuture.completedFuture(null);
    }
    if (!upset.winner().isEmpty()) {
      follow(upset.winner(), leadership.term() + 1);
    }
    return CompletableFuture.failedFuture(upset.failure());
  }

  @Override
  public long matchIndex(String peer) {
    return matchIndexes.getOrDefault(peer, -1L);
  }

  @Override
  public Optional<Duration> sinceLeaderHeard() {
    return Optional.of(leaderSilence);
  }

  @Override
  public Optional<Duration> sinceLastReply(String peer) {
    return Optional.ofNullable(silences.get(peer));
  }

  @Override
  public void onLeadershipChange(Runnable listener) {
    listeners.add(listener);
  }
}
