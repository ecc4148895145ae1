package io.quorate.server.topology.membership;

import io.quorate.proto.v1.HelloReply;
import io.quorate.proto.v1.HelloRequest;
import io.quorate.proto.v1.Identity;
import io.quorate.server.replication.PeerAddress;
import io.quorate.server.replication.Replicator;
import io.quorate.server.topology.bootstrap.HelloClient;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** What the leader knows of its peers: who answers, who keeps up, and who is gone for good. */
public final class PeerHealth {
  /**
   * Within this of the commit index a peer has caught up: what is missing flows in well under a
   * second.
   */
  public static final long CAUGHT_UP_ENTRIES = 1000;

  private static final Duration IN_TOUCH = Duration.ofSeconds(1);
  private static final Duration HELLO_TIMEOUT = Duration.ofSeconds(1);

  private final Replicator replicator;
  private final HelloClient client;
  private final Supplier<Identity> self;

  public PeerHealth(Replicator replicator, HelloClient client, Supplier<Identity> self) {
    this.replicator = replicator;
    this.client = client;
    this.self = self;
  }

  /** Whether the peer answered the leader within the last second; the leader itself always. */
  public boolean isInTouch(String id) {
    return id.equals(replicator.self()) || repliedWithin(id, IN_TOUCH);
  }

  /** How many committed entries the peer's log is not known to have; 0 for the leader. */
  public long behind(String id) {
    return id.equals(replicator.self())
        ? 0
        : Math.max(0, replicator.commitIndex() - Math.max(-1, replicator.matchIndex(id)));
  }

  public boolean isCaughtUp(String id) {
    return isInTouch(id) && behind(id) <= CAUGHT_UP_ENTRIES;
  }

  /** Those of the peers that are in touch. */
  public Set<String> inTouch(Iterable<String> ids) {
    Set<String> found = new HashSet<>();
    for (String id : ids) {
      if (isInTouch(id)) {
        found.add(id);
      }
    }
    return found;
  }

  /**
   * Whether the process with this identity is surely not at its address any more, or has been
   * silent for long. An address that answers under another id proves it, however recent the last
   * append reply is. Blocks up to a second.
   */
  public boolean isGone(PeerAddress peer) {
    return hello(peer.grpc())
        .map(answer -> !answer.getSelf().getNodeId().equals(peer.id()))
        .orElseGet(
            () -> !repliedWithin(peer.id(), replicator.minElectionTimeout().multipliedBy(4)));
  }

  /** What answers at this address, if anything does within a second. */
  public Optional<HelloReply> hello(String address) {
    if (address.isEmpty()) {
      return Optional.empty();
    }
    HelloRequest request = HelloRequest.newBuilder().setFrom(self.get()).build();
    try {
      return Optional.of(client.hello(address, request, HELLO_TIMEOUT).join());
    } catch (CompletionException | CancellationException silent) {
      return Optional.empty();
    }
  }

  private boolean repliedWithin(String id, Duration limit) {
    return replicator.sinceLastReply(id).filter(since -> since.compareTo(limit) < 0).isPresent();
  }

  /** Since the peer's last append reply; very long when there was none. */
  public Duration silence(String id) {
    return replicator.sinceLastReply(id).orElse(Duration.ofDays(1));
  }
}
