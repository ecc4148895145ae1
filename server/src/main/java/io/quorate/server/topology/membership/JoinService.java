package io.quorate.server.topology.membership;

import io.quorate.proto.v1.HelloReply;
import io.quorate.proto.v1.Identity;
import io.quorate.proto.v1.JoinReply;
import io.quorate.proto.v1.JoinRequest;
import io.quorate.proto.v1.Outcome;
import io.quorate.server.error.Deadline;
import io.quorate.server.error.RequestException;
import io.quorate.server.replication.Membership;
import io.quorate.server.replication.PeerAddress;
import io.quorate.server.replication.Replicator;
import io.quorate.server.topology.NodeProfile;
import io.quorate.server.topology.Waiting;
import io.quorate.server.topology.identity.Group;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers peers that ask to be admitted. The leader checks that the peer is who and where it says,
 * and that no living node has its name; then it tells the peer the group with it as a learner, and
 * the {@link Steward} adds it once it has started. Asking again is harmless and answers the same.
 */
public final class JoinService {
  private static final Logger LOG = LoggerFactory.getLogger(JoinService.class);
  private static final Duration LIMIT = Duration.ofSeconds(4);

  private final NodeProfile profile;
  private final Replicator replicator;
  private final PeerHealth health;
  private final Registration registration;
  private final Steward steward;
  private final Executor threads;
  private final Said said = new Said();

  public JoinService(
      NodeProfile profile,
      Replicator replicator,
      PeerHealth health,
      Registration registration,
      Steward steward,
      Executor threads) {
    this.profile = profile;
    this.replicator = replicator;
    this.health = health;
    this.registration = registration;
    this.steward = steward;
    this.threads = threads;
  }

  /** Never fails: a refusal is the reply's error. {@code threads} may block. */
  public CompletableFuture<JoinReply> join(JoinRequest request) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            JoinReply reply = admit(request.getFrom());
            said.forget(request.getFrom().getNodeId());
            return reply;
          } catch (RequestException e) {
            if (said.isNews(request.getFrom().getNodeId(), String.valueOf(e.getMessage()))) {
              LOG.info("{} is not admitted: {}", request.getFrom().getName(), e.getMessage());
            }
            return JoinReply.newBuilder().setError(e.error()).build();
          }
        },
        threads);
  }

  /** Why a node that was a member cannot be one again as it is. */
  static String removed(String name) {
    return name
        + " was removed from the cluster or replaced; to add it again, empty its data directory";
  }

  private JoinReply admit(Identity peer) {
    if (peer.getProtocol() != NodeProfile.PROTOCOL) {
      throw RequestException.refused(
          "node protocol "
              + NodeProfile.PROTOCOL
              + " is spoken here, "
              + peer.getName()
              + " speaks "
              + peer.getProtocol());
    }
    if (!peer.getCluster().equals(profile.cluster())) {
      throw RequestException.refused(
          "this is cluster \""
              + profile.cluster()
              + "\", "
              + peer.getName()
              + " is configured for \""
              + peer.getCluster()
              + "\"");
    }
    Reconfiguration.requireLeader(replicator);
    if (VersionCensus.of(peer) < steward.entryVersion()) {
      throw RequestException.refused(
          "the log has entries of version "
              + steward.entryVersion()
              + ", "
              + peer.getName()
              + " applies none above version "
              + VersionCensus.of(peer)
              + "; upgrade it");
    }
    Membership membership = replicator.membership();
    PeerAddress address = address(peer);
    if (membership.peer(peer.getNodeId()).isEmpty()) {
      if (registration.isRemoved(peer.getNodeId())) {
        return JoinReply.newBuilder()
            .setRemoved(true)
            .setError(RequestException.refused(removed(peer.getName())).error())
            .build();
      }
      checkIdentity(peer);
      checkName(membership, peer);
      steward.expect(address);
      Waiting.result(
          registration.put(peer),
          Deadline.after(LIMIT),
          Outcome.UNKNOWN,
          "registering " + peer.getName());
    }
    return JoinReply.newBuilder().setGroup(prospective(membership, address).toProto()).build();
  }

  private void checkIdentity(Identity peer) {
    Optional<HelloReply> answer = health.hello(peer.getGrpc());
    if (answer.isEmpty()) {
      throw RequestException.refused(
          "nobody answers at "
              + peer.getGrpc()
              + ", the address that "
              + peer.getName()
              + " gives as its own");
    }
    if (!answer.get().getSelf().getNodeId().equals(peer.getNodeId())) {
      throw RequestException.refused(
          peer.getGrpc()
              + " is answered by "
              + answer.get().getSelf().getName()
              + " ("
              + answer.get().getSelf().getNodeId()
              + "), not by "
              + peer.getName()
              + " ("
              + peer.getNodeId()
              + ")");
    }
  }

  private void checkName(Membership membership, Identity peer) {
    for (PeerAddress other : membership.peers()) {
      if (other.name().equals(peer.getName()) && !health.isGone(other)) {
        throw RequestException.refused(
            other.name()
                + " is alive elsewhere: at "
                + other.grpc()
                + " as "
                + other.id()
                + "; stop it, or give the new node another name");
      }
    }
  }

  private Group prospective(Membership membership, PeerAddress peer) {
    List<Group.Member> members =
        new ArrayList<>(Group.of(replicator.groupId(), 1, membership).peers());
    if (membership.peer(peer.id()).isEmpty()) {
      members.add(Group.Member.of(peer, false));
    }
    return new Group(replicator.groupId(), 1, members);
  }

  private static PeerAddress address(Identity peer) {
    return new PeerAddress(
        peer.getNodeId(), peer.getName(), peer.getGrpc(), peer.getRaft(), peer.getHttp());
  }
}
