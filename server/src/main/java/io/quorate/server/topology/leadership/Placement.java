package io.quorate.server.topology.leadership;

import io.quorate.proto.v1.NodeStatus;
import io.quorate.server.replication.Membership;
import io.quorate.server.replication.PeerAddress;
import io.quorate.server.replication.Replicator;
import io.quorate.server.topology.membership.PeerHealth;
import io.quorate.server.topology.status.StatusProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;

/** Which voter the leader could hand leadership to. */
public final class Placement {
  private static final Duration PROBE_TIMEOUT = Duration.ofMillis(500);

  /** States in which a node must not be made leader. */
  private static final List<String> UNFIT =
      List.of("draining", "disk_full", "disk_stalled", "halted", "stopped", "starting", "syncing");

  private final Replicator replicator;
  private final PeerHealth health;
  private final StatusProbe probe;

  public Placement(Replicator replicator, PeerHealth health, StatusProbe probe) {
    this.replicator = replicator;
    this.health = health;
    this.probe = probe;
  }

  /** The voters that could take over, best first, and why each of the others could not. */
  public record Choice(List<PeerAddress> able, List<String> obstacles) {
    public Choice {
      able = List.copyOf(able);
      obstacles = List.copyOf(obstacles);
    }
  }

  /**
   * Longest log first, then the one heard most recently: it follows at once and misses least.
   * Blocks up to half a second per peer.
   */
  public Choice choose() {
    Membership membership = replicator.membership();
    List<PeerAddress> able = new ArrayList<>();
    List<String> obstacles = new ArrayList<>();
    for (PeerAddress peer : membership.peers()) {
      if (!peer.id().equals(replicator.self()) && membership.voters().contains(peer.id())) {
        obstacle(peer).ifPresentOrElse(obstacles::add, () -> able.add(peer));
      }
    }
    able.sort(
        Comparator.comparingLong((PeerAddress peer) -> health.behind(peer.id()))
            .thenComparing(peer -> health.silence(peer.id())));
    return new Choice(able, obstacles);
  }

  /** Why this peer could not take leadership over now; empty when it could. */
  public Optional<String> obstacle(PeerAddress peer) {
    Membership membership = replicator.membership();
    if (!membership.voters().contains(peer.id())) {
      return Optional.of(peer.name() + " is not a voter");
    }
    if (!membership.previousVoters().isEmpty()) {
      return Optional.of("a membership change is under way");
    }
    if (!health.isInTouch(peer.id())) {
      return Optional.of(peer.name() + " does not answer the leader");
    }
    if (!health.isCaughtUp(peer.id())) {
      return Optional.of(peer.name() + " is " + health.behind(peer.id()) + " entries behind");
    }
    Optional<NodeStatus> status = status(peer.id());
    if (status.isEmpty()) {
      return Optional.of(peer.name() + " does not answer on its link");
    }
    String state = status.get().getState();
    return UNFIT.contains(state) ? Optional.of(peer.name() + " is " + state) : Optional.empty();
  }

  /** Whether the peer says of itself that it leads and serves. */
  boolean isServing(String id) {
    return status(id).filter(NodeStatus::getLeaderReady).isPresent();
  }

  private Optional<NodeStatus> status(String id) {
    try {
      return Optional.of(probe.ask(id, PROBE_TIMEOUT).join());
    } catch (CompletionException | CancellationException silent) {
      return Optional.empty();
    }
  }
}
