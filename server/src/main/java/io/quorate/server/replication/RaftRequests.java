package io.quorate.server.replication;

import io.quorate.ratis.Submission;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.GroupManagementRequest;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.TransferLeadershipRequest;

/** What this node asks its own RaftServer, each time under a new call id. */
final class RaftRequests {
  // A reused client id would meet Ratis' retry cache and be acknowledged without being appended:
  // new with every start.
  private final ClientId client = ClientId.randomId();
  private final AtomicLong calls = new AtomicLong();
  private final RaftPeerId self;
  private final RaftGroupId group;

  RaftRequests(String self, RaftGroupId group) {
    this.self = RaftPeerId.valueOf(self);
    this.group = group;
  }

  RaftClientRequest write(Submission submission) {
    return RaftClientRequest.newBuilder()
        .setClientId(client)
        .setServerId(self)
        .setGroupId(group)
        .setCallId(calls.incrementAndGet())
        .setMessage(submission)
        .setType(RaftClientRequest.writeRequestType())
        .build();
  }

  SetConfigurationRequest setConfiguration(
      Collection<PeerAddress> voters, Collection<PeerAddress> learners) {
    return new SetConfigurationRequest(
        client,
        self,
        group,
        calls.incrementAndGet(),
        SetConfigurationRequest.Arguments.newBuilder()
            .setServersInNewConf(RaftPeers.of(voters, List.of()))
            .setListenersInNewConf(RaftPeers.of(List.of(), learners))
            .setMode(SetConfigurationRequest.Mode.SET_UNCONDITIONALLY)
            .build());
  }

  TransferLeadershipRequest transferLeadership(String target, Duration timeout) {
    return new TransferLeadershipRequest(
        client,
        self,
        group,
        calls.incrementAndGet(),
        RaftPeerId.valueOf(target),
        timeout.toMillis());
  }

  /** Takes the group out of the server and keeps its directory. */
  GroupManagementRequest removeGroup() {
    return GroupManagementRequest.newRemove(
        client, self, calls.incrementAndGet(), group, false, false);
  }

  /** Adds the group again, from its directory. */
  GroupManagementRequest addGroup(
      Collection<PeerAddress> voters, Collection<PeerAddress> learners) {
    return GroupManagementRequest.newAdd(
        client,
        self,
        calls.incrementAndGet(),
        RaftGroup.valueOf(group, RaftPeers.of(voters, learners)),
        false);
  }
}
