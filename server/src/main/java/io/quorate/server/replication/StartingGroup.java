package io.quorate.server.replication;

import java.util.Collection;
import java.util.UUID;

/**
 * The group as known at this start; what the log or raft-meta say later wins. A node that is not
 * among the voters starts as a learner.
 *
 * @param self this node's peer id
 */
public record StartingGroup(
    UUID groupId, String self, Collection<PeerAddress> voters, Collection<PeerAddress> learners) {}
