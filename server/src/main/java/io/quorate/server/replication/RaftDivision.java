package io.quorate.server.replication;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.server.RaftConfiguration;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.util.LifeCycle;
import org.jspecify.annotations.Nullable;

/**
 * The one division of the RaftServer: running or stopped, its configuration, and what has failed in
 * it. Stopped and started by one thread, read by any.
 */
final class RaftDivision implements DivisionLife {
  private final RaftServer server;
  private final RaftGroupId group;
  private final RaftRequests requests;
  private final PendingEntries pending;
  private final RaftEvents events;
  private final Supplier<Map<String, PeerAddress>> registry;

  private volatile RaftServer.@Nullable Division current;
  private volatile @Nullable Throwable logFailure;
  private volatile @Nullable Throwable applyFailure;
  private volatile @Nullable CachedMembership cached;
  private volatile Membership lastKnown = new Membership(Set.of(), Set.of(), Set.of(), List.of());

  private record CachedMembership(
      RaftConfiguration configuration, Map<String, PeerAddress> registry, Membership membership) {}

  RaftDivision(
      RaftServer server,
      RaftGroupId group,
      RaftRequests requests,
      PendingEntries pending,
      RaftEvents events,
      Supplier<Map<String, PeerAddress>> registry) {
    this.server = server;
    this.group = group;
    this.requests = requests;
    this.pending = pending;
    this.events = events;
    this.registry = registry;
  }

  /** The server has started, and the division with it. */
  void started() throws IOException {
    current = server.getDivision(group);
  }

  RaftServer.@Nullable Division current() {
    return current;
  }

  /** As the division has it, or had it when it was stopped. */
  @SuppressWarnings(
      "ReferenceEquality") // both are replaced, never changed: the same object means no change
  Membership membership() {
    RaftServer.Division division = current;
    if (division == null) {
      return lastKnown;
    }
    RaftConfiguration configuration = division.getRaftConf();
    Map<String, PeerAddress> names = registry.get();
    CachedMembership last = cached;
    if (last == null || last.configuration != configuration || last.registry != names) {
      last = new CachedMembership(configuration, names, RaftPeers.membership(configuration, names));
      cached = last;
    }
    return last.membership;
  }

  /** Returns whether it is the first failure since the last start. */
  boolean logFailed(Throwable cause) {
    boolean first = logFailure == null;
    if (first) {
      logFailure = cause;
    }
    return first;
  }

  boolean isLogFailed() {
    return logFailure != null;
  }

  void applyFailed(Throwable cause) {
    applyFailure = cause;
  }

  @Override
  public Optional<String> trouble() {
    RaftServer.Division division = current;
    if (division == null || events.isStopped()) {
      return Optional.empty();
    }
    LifeCycle.State lifeCycle = division.getInfo().getLifeCycleState();
    if (isLogFailed()) {
      return Optional.of("the log cannot be written");
    }
    if (lifeCycle.isClosingOrClosed() || lifeCycle == LifeCycle.State.EXCEPTION) {
      return Optional.of("the division is " + lifeCycle);
    }
    if (!division.getRaftLog().isOpened()) {
      return Optional.of("the log is closed");
    }
    return Optional.empty();
  }

  @Override
  public boolean isStarting() {
    RaftServer.Division division = current;
    return division != null && division.getInfo().getLifeCycleState() == LifeCycle.State.STARTING;
  }

  @Override
  public boolean logIsFull() {
    for (Throwable cause = logFailure; cause != null; cause = cause.getCause()) {
      if (String.valueOf(cause.getMessage()).contains("No space left on device")) {
        return true;
      }
    }
    return false;
  }

  @Override
  public @Nullable Throwable applyFailure() {
    return applyFailure;
  }

  @Override
  public boolean isStopped() {
    return current == null;
  }

  @Override
  public void stop() throws IOException {
    lastKnown = membership();
    try {
      join(server.groupManagementAsync(requests.removeGroup()));
    } finally {
      current = null;
      pending.fail("the division was stopped");
      events.leadershipChanged();
    }
  }

  @Override
  public void start() throws IOException {
    logFailure = null;
    applyFailure = null;
    Membership known = lastKnown;
    List<PeerAddress> voters =
        known.peers().stream().filter(peer -> known.voters().contains(peer.id())).toList();
    List<PeerAddress> learners =
        known.peers().stream().filter(peer -> known.learners().contains(peer.id())).toList();
    join(server.groupManagementAsync(requests.addGroup(voters, learners)));
    started();
    events.leadershipChanged();
  }

  private static void join(CompletableFuture<RaftClientReply> call) throws IOException {
    try {
      RaftClientReply reply = call.get(60, TimeUnit.SECONDS);
      if (reply.getException() != null) {
        throw reply.getException();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("Ratis did not answer within 60 s", e);
    }
  }
}
