package io.quorate.server;

import io.quorate.proto.v1.Topology;
import io.quorate.proto.v1.TopologyNode;
import io.quorate.server.grpc.TopologySource;
import io.quorate.server.replication.Leadership;
import io.quorate.server.replication.Membership;
import io.quorate.server.replication.PeerAddress;
import io.quorate.server.replication.Replicator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Leader and members, as this node knows them, for the clients on its streams. */
final class TopologyOfCluster implements TopologySource {
  private final Replicator replicator;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  TopologyOfCluster(Replicator replicator) {
    this.replicator = replicator;
    replicator.onLeadershipChange(() -> listeners.forEach(Runnable::run));
  }

  @Override
  public Topology current() {
    Leadership leadership = replicator.leadership();
    Membership membership = replicator.membership();
    Topology.Builder topology = Topology.newBuilder().setTerm(leadership.term());
    // A leader that just takes over lets wait what comes; one that is cut off refuses it.
    if (!leadership.leads() || leadership.ready() || replicator.isTakingOver()) {
      membership.peer(leadership.leader()).map(PeerAddress::grpc).ifPresent(topology::setLeader);
    }
    for (PeerAddress peer : membership.peers()) {
      topology.addNodes(
          TopologyNode.newBuilder()
              .setId(peer.id())
              .setName(peer.name())
              .setAddress(peer.grpc())
              .setVoter(membership.voters().contains(peer.id()))
              .setServing(true));
    }
    return topology.build();
  }

  @Override
  public Subscription onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
