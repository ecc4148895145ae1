package io.quorate.server.replication;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerRpcWithProxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps gRPC's back-off out of elections. Ratis asks for votes on a channel that fails at once
 * while it backs off (1 s at first, up to 120 s) after its peer was down, so that for seconds after
 * a restart nobody can win an election with that peer's vote. Ratis itself resets the back-off only
 * in a leader's appender, after an error; this does for every peer: now and then, and often while
 * no leader is heard.
 */
final class PeerChannels {
  private static final Logger LOG = LoggerFactory.getLogger(PeerChannels.class);
  private static final Duration URGENT = Duration.ofMillis(20);

  /** A peer that came back is reachable again after this long at the latest. */
  private static final Duration CALM = Duration.ofMillis(500);

  private static final MethodHandle RESET = reset();

  private final RaftReplicator replicator;
  private final RaftServerRpcWithProxy<?, ?> rpc;
  private long lastNanos;

  PeerChannels(RaftReplicator replicator, RaftServer server) {
    this.replicator = replicator;
    this.rpc = (RaftServerRpcWithProxy<?, ?>) server.getServerRpc();
  }

  /** Public, of a class that is not: hence by reflection, and found missing at the first start. */
  private static MethodHandle reset() {
    try {
      Method method =
          Class.forName("org.apache.ratis.grpc.server.GrpcServerProtocolClient")
              .getMethod("resetConnectBackoff");
      method.setAccessible(true);
      return MethodHandles.lookup().unreflect(method);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("this Ratis is not the one that Quorate was built for", e);
    }
  }

  /** Called every few milliseconds, always by the same thread. */
  void look(long nowNanos) {
    Leadership now = replicator.leadership();
    boolean leaderless = !now.leads() && (now.leader().isEmpty() || leaderIsLate());
    if (nowNanos - lastNanos >= (leaderless ? URGENT : CALM).toNanos()) {
      lastNanos = nowNanos;
      resetAll();
    }
  }

  private boolean leaderIsLate() {
    Duration late = replicator.minElectionTimeout().dividedBy(2);
    return replicator.sinceLeaderHeard().filter(since -> since.compareTo(late) > 0).isPresent();
  }

  private void resetAll() {
    List<String> others =
        replicator.membership().peers().stream()
            .map(PeerAddress::id)
            .filter(id -> !id.equals(replicator.self()))
            .toList();
    others.forEach(this::reset);
  }

  /** The next call to that peer dials at once. */
  void reset(String peer) {
    try {
      RESET.invoke(rpc.getProxies().getProxy(RaftPeerId.valueOf(peer)));
    } catch (IOException e) {
      LOG.debug("no channel to {} yet: {}", peer, e.getMessage());
    } catch (Throwable e) {
      throw new IllegalStateException("the channel to " + peer + " could not be reset", e);
    }
  }
}
