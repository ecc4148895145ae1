package io.quorate.server.topology.identity;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.quorate.proto.v1.GroupDescription;
import io.quorate.proto.v1.Peer;
import io.quorate.server.replication.Membership;
import io.quorate.server.replication.PeerAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Raft group as a node enters it: the configuration it starts with, before the log tells of later
 * ones.
 *
 * @param groupId UUID text
 * @param epoch from 1
 */
public record Group(String groupId, long epoch, List<Member> peers) {
  public Group {
    peers = List.copyOf(peers);
  }

  /** One peer of the group; {@code id} is the UUID of its data directory. */
  public record Member(
      String id, String name, String grpc, String raft, String http, boolean voter) {
    public static Member of(PeerAddress peer, boolean voter) {
      return new Member(peer.id(), peer.name(), peer.grpc(), peer.raft(), peer.http(), voter);
    }

    public PeerAddress address() {
      return new PeerAddress(id, name, grpc, raft, http);
    }
  }

  public static Group of(String groupId, long epoch, Membership membership) {
    return new Group(
        groupId,
        epoch,
        membership.peers().stream()
            .map(peer -> Member.of(peer, membership.voters().contains(peer.id())))
            .toList());
  }

  public static Group of(GroupDescription description) {
    return new Group(
        description.getGroupId(),
        description.getEpoch(),
        description.getPeersList().stream()
            .map(
                peer ->
                    new Member(
                        peer.getId(),
                        peer.getName(),
                        peer.getGrpc(),
                        peer.getRaft(),
                        peer.getHttp(),
                        peer.getVoter()))
            .toList());
  }

  public GroupDescription toProto() {
    GroupDescription.Builder description =
        GroupDescription.newBuilder().setGroupId(groupId).setEpoch(epoch);
    for (Member peer : peers) {
      description.addPeers(
          Peer.newBuilder()
              .setId(peer.id)
              .setName(peer.name)
              .setGrpc(peer.grpc)
              .setRaft(peer.raft)
              .setHttp(peer.http)
              .setVoter(peer.voter));
    }
    return description.build();
  }

  public Optional<Member> peer(String id) {
    return peers.stream().filter(peer -> peer.id.equals(id)).findFirst();
  }

  @JsonIgnore
  public List<PeerAddress> voters() {
    return addresses(true).toList();
  }

  @JsonIgnore
  public List<PeerAddress> learners() {
    return addresses(false).toList();
  }

  private Stream<PeerAddress> addresses(boolean voters) {
    return peers.stream().filter(peer -> peer.voter == voters).map(Member::address);
  }

  /**
   * The same group with this peer in place of the one with the same id, whose vote it keeps;
   * unchanged when there is none.
   */
  Group withAddress(PeerAddress address) {
    return new Group(
        groupId,
        epoch,
        peers.stream()
            .map(peer -> peer.id.equals(address.id()) ? Member.of(address, peer.voter) : peer)
            .toList());
  }
}
