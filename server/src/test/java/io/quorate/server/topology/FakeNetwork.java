package io.quorate.server.topology;

import io.quorate.proto.v1.HelloReply;
import io.quorate.proto.v1.HelloRequest;
import io.quorate.proto.v1.Identity;
import io.quorate.proto.v1.JoinReply;
import io.quorate.proto.v1.JoinRequest;
import io.quorate.server.error.RequestException;
import io.quorate.server.replication.PeerAddress;
import io.quorate.server.topology.bootstrap.HelloClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Addresses that answer Hello and Join as the test says; all others do not answer. */
public final class FakeNetwork implements HelloClient {
  private final Map<String, Function<HelloRequest, HelloReply>> nodes = new ConcurrentHashMap<>();
  private final Map<String, Function<JoinRequest, JoinReply>> leaders = new ConcurrentHashMap<>();
  public final List<String> joined = new CopyOnWriteArrayList<>();

  public FakeNetwork answers(String address, Function<HelloRequest, HelloReply> node) {
    nodes.put(address, node);
    return this;
  }

  /** At its address, this peer; {@code groupId} empty = it belongs to nothing yet. */
  public FakeNetwork runs(PeerAddress peer, String groupId) {
    Identity.Builder identity = identity(peer).toBuilder();
    if (!groupId.isEmpty()) {
      identity.getGroupBuilder().setGroupId(groupId);
    }
    HelloReply reply = HelloReply.newBuilder().setSelf(identity).build();
    return answers(peer.grpc(), request -> reply);
  }

  public FakeNetwork stops(PeerAddress peer) {
    nodes.remove(peer.grpc());
    return this;
  }

  public FakeNetwork admits(String address, Function<JoinRequest, JoinReply> leader) {
    leaders.put(address, leader);
    return this;
  }

  public static Identity identity(PeerAddress peer) {
    return Identity.newBuilder()
        .setProtocol(NodeProfile.PROTOCOL)
        .setCluster("c")
        .setNodeId(peer.id())
        .setName(peer.name())
        .setGrpc(peer.grpc())
        .setRaft(peer.raft())
        .setHttp(peer.http())
        .setIntended("voter")
        .setVersion("0.1.0")
        .build();
  }

  @Override
  public CompletableFuture<HelloReply> hello(
      String address, HelloRequest request, Duration timeout) {
    Function<HelloRequest, HelloReply> node = nodes.get(address);
    return node == null ? silent(address) : CompletableFuture.completedFuture(node.apply(request));
  }

  @Override
  public CompletableFuture<JoinReply> join(String address, JoinRequest request, Duration timeout) {
    joined.add(address);
    Function<JoinRequest, JoinReply> leader = leaders.get(address);
    return leader == null
        ? silent(address)
        : CompletableFuture.completedFuture(leader.apply(request));
  }

  private static <T> CompletableFuture<T> silent(String address) {
    return CompletableFuture.failedFuture(
        RequestException.unavailable("nobody answers at " + address));
  }
}
