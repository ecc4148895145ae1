package io.quorate.server;

import io.quorate.proto.v1.NodeStatus;
import io.quorate.server.replication.PeerAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Where the members' peer links listen: asked of each by its gRPC address, now and then, and
 * remembered while it does not answer.
 */
final class PeerPorts implements Function<PeerAddress, Optional<InetSocketAddress>> {
  private static final Duration ASK_EVERY = Duration.ofSeconds(2);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(1);

  /** The port to another member's status. */
  interface StatusCall {
    CompletableFuture<NodeStatus> ask(String peer, Duration timeout);
  }

  private final StatusCall calls;
  private final Executor executor;
  private final Map<String, InetSocketAddress> known = new ConcurrentHashMap<>();
  private final Map<String, Long> askedNanos = new ConcurrentHashMap<>();

  PeerPorts(StatusCall calls, Executor executor) {
    this.calls = calls;
    this.executor = executor;
  }

  /** Never blocks. */
  @Override
  public Optional<InetSocketAddress> apply(PeerAddress peer) {
    long now = System.nanoTime();
    Long asked = askedNanos.get(peer.id());
    if (asked == null || now - asked > ASK_EVERY.toNanos()) {
      askedNanos.put(peer.id(), now);
      // Elsewhere: whoever asks for the address is about to find out whether the peer lives.
      executor.execute(() -> ask(peer.id()));
    }
    return Optional.ofNullable(known.get(peer.id()));
  }

  private void ask(String peer) {
    var _ =
        calls
            .ask(peer, ANSWER_LIMIT)
            .thenAccept(status -> parse(status.getPeerLink()).ifPresent(at -> known.put(peer, at)));
  }

  /** Unresolved: names are looked up by whoever dials. */
  static Optional<InetSocketAddress> parse(String address) {
    int colon = address.lastIndexOf(':');
    if (colon <= 0) {
      return Optional.empty(); // an older version, or it has no peer link
    }
    String host = address.substring(0, colon).replaceAll("^\\[|]$", "");
    return Optional.of(
        InetSocketAddress.createUnresolved(host, Integer.parseInt(address.substring(colon + 1))));
  }
}
