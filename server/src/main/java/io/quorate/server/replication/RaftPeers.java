package io.quorate.server.replication;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.server.RaftConfiguration;

/** Our members as Ratis knows them, and the other way round. */
final class RaftPeers {
  private RaftPeers() {}

  static List<RaftPeer> of(Collection<PeerAddress> voters, Collection<PeerAddress> learners) {
    List<RaftPeer> peers = new ArrayList<>();
    voters.forEach(peer -> peers.add(peer(peer, RaftPeerRole.FOLLOWER)));
    learners.forEach(peer -> peers.add(peer(peer, RaftPeerRole.LISTENER)));
    return peers;
  }

  private static RaftPeer peer(PeerAddress peer, RaftPeerRole role) {
    // Equal priorities: Ratis' leaders yield to a higher one by themselves.
    return RaftPeer.newBuilder()
        .setId(peer.id())
        .setAddress(peer.raft())
        .setClientAddress(peer.grpc())
        .setStartupRole(role)
        .build();
  }

  static Role role(RaftPeerRole role) {
    return switch (role) {
      case LEADER -> Role.LEADER;
      case FOLLOWER -> Role.FOLLOWER;
      case CANDIDATE -> Role.CANDIDATE;
      case LISTENER -> Role.LEARNER;
      case UNRECOGNIZED -> Role.NONE;
    };
  }

  /**
   * @param names names and addresses by peer id, as far as they are registered
   */
  static Membership membership(RaftConfiguration configuration, Map<String, PeerAddress> names) {
    Collection<RaftPeer> voters = configuration.getCurrentPeers(RaftPeerRole.FOLLOWER);
    Collection<RaftPeer> previous = configuration.getPreviousPeers(RaftPeerRole.FOLLOWER);
    Collection<RaftPeer> learners = configuration.getCurrentPeers(RaftPeerRole.LISTENER);
    Map<String, PeerAddress> peers = new TreeMap<>();
    for (Collection<RaftPeer> some : List.of(previous, learners, voters)) {
      some.forEach(peer -> peers.put(peer.getId().toString(), address(peer, names)));
    }
    return new Membership(ids(voters), ids(previous), ids(learners), List.copyOf(peers.values()));
  }

  private static Set<String> ids(Collection<RaftPeer> peers) {
    return peers.stream()
        .map(peer -> peer.getId().toString())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static PeerAddress address(RaftPeer peer, Map<String, PeerAddress> names) {
    String id = peer.getId().toString();
    PeerAddress known = names.get(id);
    return known != null
        ? new PeerAddress(id, known.name(), known.grpc(), peer.getAddress(), known.http())
        : new PeerAddress(id, id, peer.getClientAddress(), peer.getAddress(), "");
  }
}
