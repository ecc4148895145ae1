package io.quorate.chaos.inprocess;

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
import java.util.stream.Collectors;

/** What the server's read index needs to know of a server in this JVM. */
final class InJvmReplicator implements Replicator {
  private final InJvmGroup group;
  private final InJvmServer server;

  InJvmReplicator(InJvmGroup group, InJvmServer server) {
    this.group = group;
    this.server = server;
  }

  @Override
  public String self() {
    return server.id();
  }

  @Override
  public String groupId() {
    return server.division().getGroup().getGroupId().toString();
  }

  @Override
  public Leadership leadership() {
    var info = server.division().getInfo();
    var leader = info.getLeaderId();
    return new Leadership(
        info.isLeader() ? Role.LEADER : Role.FOLLOWER,
        info.getCurrentTerm(),
        leader == null ? "" : leader.toString(),
        info.isLeaderReady());
  }

  @Override
  public boolean isTakingOver() {
    return leadership().leads() && !leadership().ready();
  }

  @Override
  public Membership membership() {
    var voters = group.servers().stream().map(InJvmServer::id).collect(Collectors.toSet());
    return new Membership(voters, Set.of(), Set.of(), List.<PeerAddress>of());
  }

  @Override
  public long commitIndex() {
    return server.commitIndex();
  }

  @Override
  public Duration minElectionTimeout() {
    return Duration.ofMillis(InJvmServer.ELECTION_TIMEOUT_MIN_MS);
  }

  @Override
  public void onLeadershipChange(Runnable listener) {
    // The read index asks anew in each round.
  }

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
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Duration> sinceLeaderHeard() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Duration> sinceLastReply(String peer) {
    throw new UnsupportedOperationException();
  }
}
