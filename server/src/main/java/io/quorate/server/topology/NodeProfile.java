package io.quorate.server.topology;

import io.quorate.command.Entry;
import io.quorate.proto.v1.Identity;
import io.quorate.server.replication.PeerAddress;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the configuration says of this node and its cluster.
 *
 * @param grpc advertised host:port; so are {@code raft} and {@code http}, which may be empty
 * @param initialMembers name → gRPC host:port of the nodes that found the cluster together; empty =
 *     this node alone
 * @param intended {@code voter} or {@code learner}
 * @param version of the software
 */
public record NodeProfile(
    String cluster,
    String name,
    String grpc,
    String raft,
    String http,
    SortedMap<String, String> initialMembers,
    String intended,
    String version) {
  /** The node-to-node wire protocol. */
  public static final int PROTOCOL = 1;

  public NodeProfile {
    SortedMap<String, String> members = new TreeMap<>(initialMembers);
    if (members.isEmpty()) {
      members.put(name, grpc);
    }
    initialMembers = Collections.unmodifiableSortedMap(members);
    if (!intended.equals("voter") && !intended.equals("learner")) {
      throw new IllegalArgumentException(
          "a node is intended as voter or learner; found " + intended);
    }
  }

  public boolean isInitialMember() {
    return initialMembers.containsKey(name);
  }

  /** "name=host:port", sorted by name. */
  public List<String> memberList() {
    return initialMembers.entrySet().stream()
        .map(member -> member.getKey() + "=" + member.getValue())
        .toList();
  }

  public PeerAddress address(String nodeId) {
    return new PeerAddress(nodeId, name, grpc, raft, http);
  }

  /** What this node says of itself to others, without its group. */
  public Identity identity(String nodeId, boolean rejoins) {
    return Identity.newBuilder()
        .setProtocol(PROTOCOL)
        .setCluster(cluster)
        .setNodeId(nodeId)
        .setName(name)
        .setGrpc(grpc)
        .setRaft(raft)
        .setHttp(http)
        .addAllInitialMembers(memberList())
        .setVersion(version)
        .setIntended(intended)
        .setRejoins(rejoins)
        .setEntryVersion(Entry.VERSION)
        .build();
  }
}
