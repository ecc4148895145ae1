package io.quorate.server.replication;

import io.quorate.server.error.RequestException;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.server.RaftServer;

/** Changes of membership and leadership, by this node's RaftServer. */
final class RaftAdmin {
  private final RaftServer server;
  private final RaftRequests requests;
  private final RaftFailures failures;

  private volatile Runnable beforeTransfer = () -> {};
  private volatile Runnable afterTransfer = () -> {};

  RaftAdmin(RaftServer server, RaftRequests requests, RaftFailures failures) {
    this.server = server;
    this.requests = requests;
    this.failures = failures;
  }

  void aroundTransfer(Runnable before, Runnable after) {
    beforeTransfer = before;
    afterTransfer = after;
  }

  CompletableFuture<Void> setConfiguration(
      Collection<PeerAddress> voters, Collection<PeerAddress> learners) {
    return result(() -> server.setConfigurationAsync(requests.setConfiguration(voters, learners)));
  }

  CompletableFuture<Void> transferLeadership(String target, Duration timeout) {
    beforeTransfer.run();
    return result(
            () -> server.transferLeadershipAsync(requests.transferLeadership(target, timeout)))
        .whenComplete((done, failure) -> afterTransfer.run());
  }

  private interface Call {
    CompletableFuture<RaftClientReply> start() throws IOException;
  }

  private CompletableFuture<Void> result(Call call) {
    try {
      return call.start()
          .handle(
              (reply, failure) -> {
                Throwable cause = failure != null ? failure : reply.getException();
                if (cause != null) {
                  throw failures.ofAdmin(cause);
                }
                return null;
              });
    } catch (IOException | RuntimeException e) {
      RequestException failure = failures.ofAdmin(e);
      return CompletableFuture.failedFuture(failure);
    }
  }
}
