package io.quorate.server.topology.bootstrap;

import io.quorate.proto.v1.HelloReply;
import io.quorate.proto.v1.HelloRequest;
import io.quorate.proto.v1.Identity;
import io.quorate.server.replication.Leadership;
import io.quorate.server.replication.Membership;
import io.quorate.server.replication.PeerAddress;
import io.quorate.server.replication.Replicator;
import io.quorate.server.topology.NodeProfile;
import io.quorate.server.topology.identity.Group;
import io.quorate.server.topology.identity.NodeIdentity;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers Hello from the moment the port is open: who this node is, its group, its leader. Never
 * blocks on other nodes.
 */
public final class HelloService {
  private final NodeProfile profile;
  private final NodeIdentity identity;
  private final Standing standing;
  private volatile @Nullable Running running;

  private record Running(Replicator replicator, Consumer<Identity> greeted) {}

  public HelloService(NodeProfile profile, NodeIdentity identity, Standing standing) {
    this.profile = profile;
    this.identity = identity;
    this.standing = standing;
  }

  /**
   * From now on the membership in force is told instead of the one the group was entered with, and
   * {@code greeted} hears of every caller; it must not block.
   */
  public void started(Replicator replicator, Consumer<Identity> greeted) {
    running = new Running(replicator, greeted);
  }

  public HelloReply hello(HelloRequest request) {
    Identity.Builder self = profile.identity(identity.nodeId(), identity.rejoins()).toBuilder();
    HelloReply.Builder reply = HelloReply.newBuilder();
    Optional<Group> entered = standing.answer(request.getFrom());
    Running now = running;
    if (now == null) {
      entered.ifPresent(group -> self.setGroup(group.toProto()));
    } else {
      Leadership leadership = now.replicator.leadership();
      Membership membership = now.replicator.membership();
      now.greeted.accept(request.getFrom());
      self.setGroup(
          Group.of(now.replicator.groupId(), entered.map(Group::epoch).orElse(1L), membership)
              .toProto());
      reply
          .setTerm(leadership.term())
          .setLeaderGrpc(membership.peer(leadership.leader()).map(PeerAddress::grpc).orElse(""));
    }
    return reply.setSelf(self).build();
  }
}
