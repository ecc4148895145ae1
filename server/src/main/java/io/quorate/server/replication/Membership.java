package io.quorate.server.replication;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The group's configuration as this node knows it.
 *
 * @param voters ids of the voters in force
 * @param previousVoters ids of the old voters while a joint configuration is in force, else empty:
 *     then a majority of BOTH is needed
 * @param learners ids of the learners
 * @param peers every peer above, with its addresses
 */
public record Membership(
    Set<String> voters, Set<String> previousVoters, Set<String> learners, List<PeerAddress> peers) {
  public Membership {
    voters = Set.copyOf(voters);
    previousVoters = Set.copyOf(previousVoters);
    learners = Set.copyOf(learners);
    peers = List.copyOf(peers);
  }

  public Optional<PeerAddress> peer(String id) {
    return peers.stream().filter(peer -> peer.id().equals(id)).findFirst();
  }

  public Optional<PeerAddress> byName(String name) {
    return peers.stream().filter(peer -> peer.name().equals(name)).findFirst();
  }

  /** By name, by id, or by gRPC address. */
  public Optional<PeerAddress> find(String nameOrId) {
    return byName(nameOrId)
        .or(() -> peer(nameOrId))
        .or(() -> peers.stream().filter(peer -> peer.grpc().equals(nameOrId)).findFirst());
  }

  /** The node's name, or its id when no name is known. */
  public String nameOf(String id) {
    return peer(id).map(PeerAddress::name).orElse(id);
  }

  /**
   * Whether these peers are a majority of the voters, and of the old voters while both
   * configurations are in force.
   */
  public boolean isMajority(Set<String> peers) {
    return isMajorityOf(voters, peers)
        && (previousVoters.isEmpty() || isMajorityOf(previousVoters, peers));
  }

  private static boolean isMajorityOf(Set<String> voters, Set<String> peers) {
    return voters.stream().filter(peers::contains).count() * 2 > voters.size();
  }

  public Stream<String> allVoters() {
    return Stream.concat(voters.stream(), previousVoters.stream()).distinct();
  }
}
