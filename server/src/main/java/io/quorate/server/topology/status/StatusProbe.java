package io.quorate.server.topology.status;

import io.quorate.proto.v1.NodeStatus;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The port that asks a member for its own status, by peer id. The future fails when it does not
 * answer in time.
 */
public interface StatusProbe {
  CompletableFuture<NodeStatus> ask(String peerId, Duration timeout);
}
