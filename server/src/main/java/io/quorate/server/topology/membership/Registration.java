package io.quorate.server.topology.membership;

import io.quorate.command.Applied;
import io.quorate.command.Command.RegisterNode;
import io.quorate.proto.v1.Identity;
import io.quorate.proto.v1.Outcome;
import io.quorate.server.error.Deadline;
import io.quorate.server.replication.Leadership;
import io.quorate.server.replication.Membership;
import io.quorate.server.replication.PeerAddress;
import io.quorate.server.replication.Replicator;
import io.quorate.server.topology.Proposals;
import io.quorate.server.topology.Registry;
import io.quorate.server.topology.Waiting;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps every member's entry in the replicated registry equal to its configuration. A member that
 * finds its own entry wrong tells the leader by greeting it, and the leader logs what members greet
 * it with: so no write has to be forwarded.
 */
public final class Registration {
  private final Replicator replicator;
  private final Registry registry;
  private final Proposals proposals;
  private final PeerHealth health;
  private final Supplier<Identity> self;

  public Registration(
      Replicator replicator,
      Registry registry,
      Proposals proposals,
      PeerHealth health,
      Supplier<Identity> self) {
    this.replicator = replicator;
    this.registry = registry;
    this.proposals = proposals;
    this.health = health;
    this.self = self;
  }

  /**
   * Whether this node's own entry is as configured; if not, sees to it. Blocks up to a second. On
   * every node, now and then.
   */
  boolean settle() {
    Identity identity = self.get();
    if (isCurrent(identity)) {
      return true;
    }
    Leadership leadership = replicator.leadership();
    Membership membership = replicator.membership();
    if (leadership.ready()) {
      return put(identity).isDone();
    }
    if (leadership.leader().isEmpty()) {
      return false;
    }
    // Not every address is known while registries are being filled: whoever answers passes nothing
    // on, the leader takes it.
    membership.peer(leadership.leader()).map(PeerAddress::grpc).ifPresent(health::hello);
    return false;
  }

  /**
   * A node greeted this one. If this one leads and that one is a member whose entry is wrong, the
   * entry is replaced.
   */
  public void greeted(Identity from) {
    if (replicator.leadership().ready()
        && replicator.membership().peer(from.getNodeId()).isPresent()
        && !isCurrent(from)) {
      // If it is not logged, the peer greets again.
      var _ = put(from);
    }
  }

  /**
   * Logs the entry of a peer; its intention is the registered one, or if there is none what its
   * configuration says.
   */
  CompletableFuture<Applied> put(Identity peer) {
    RegisterNode known = registry.nodes().get(peer.getNodeId());
    return put(peer, known == null ? peer.getIntended() : known.intended());
  }

  /** Logs the entry of a peer with the operator's intention. */
  CompletableFuture<Applied> put(Identity peer, String intended) {
    return proposals.propose(
        new RegisterNode(
            peer.getNodeId(),
            peer.getName(),
            peer.getGrpc(),
            peer.getRaft(),
            peer.getHttp(),
            peer.getVersion(),
            intended,
            replicator.membership().peer(peer.getNodeId()).isEmpty()));
  }

  /**
   * Logs of every entry that its peer is a member by now, where it does not say so: whoever leaves
   * later is then known to have been one.
   */
  void recordMembers(Deadline deadline) {
    Membership membership = replicator.membership();
    for (RegisterNode entry : registry.nodes().values()) {
      if (entry.joining() && membership.peer(entry.id()).isPresent()) {
        Waiting.result(
            proposals.propose(with(entry, entry.intended(), false)),
            deadline,
            Outcome.UNKNOWN,
            "recording that " + entry.name() + " is a member");
      }
    }
  }

  /**
   * Logs that the registered peer is meant to be {@code voter} or {@code learner} from now on;
   * empty when it is so or not registered.
   */
  Optional<CompletableFuture<Applied>> intend(String id, String intended) {
    return entry(id)
        .filter(entry -> !entry.intended().equals(intended))
        .map(entry -> proposals.propose(with(entry, intended, entry.joining())));
  }

  private static RegisterNode with(RegisterNode entry, String intended, boolean joining) {
    return new RegisterNode(
        entry.id(),
        entry.name(),
        entry.grpc(),
        entry.raft(),
        entry.http(),
        entry.version(),
        intended,
        joining);
  }

  /** Whether this id was a member and was removed or replaced. */
  boolean isRemoved(String id) {
    return registry.isRemoved(id);
  }

  Optional<RegisterNode> entry(String id) {
    return Optional.ofNullable(registry.nodes().get(id));
  }

  Stream<RegisterNode> entries() {
    return registry.nodes().values().stream();
  }

  boolean isMeantToVote(String id) {
    return entry(id).filter(entry -> entry.intended().equals("voter")).isPresent();
  }

  private boolean isCurrent(Identity peer) {
    @Nullable RegisterNode entry = registry.nodes().get(peer.getNodeId());
    return entry != null
        && entry.name().equals(peer.getName())
        && entry.grpc().equals(peer.getGrpc())
        && entry.raft().equals(peer.getRaft())
        && entry.http().equals(peer.getHttp())
        && entry.version().equals(peer.getVersion());
  }
}
