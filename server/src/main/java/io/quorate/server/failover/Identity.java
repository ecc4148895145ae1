package io.quorate.server.failover;

import io.quorate.proto.v1.PeerHello;

/**
 * Who speaks on this node's peer links.
 *
 * @param incarnation of this process, random
 */
record Identity(String groupId, String self, long incarnation) {
  PeerHello hello() {
    return PeerHello.newBuilder()
        .setProtocol(PeerSocket.PROTOCOL)
        .setGroupId(groupId)
        .setFrom(self)
        .setIncarnation(incarnation)
        .build();
  }
}
