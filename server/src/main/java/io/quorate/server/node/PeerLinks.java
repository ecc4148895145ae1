package io.quorate.server.node;

import io.grpc.ManagedChannel;
import io.quorate.proto.v1.LinkFrame;
import io.quorate.proto.v1.LinkHello;
import io.quorate.server.error.Deadline;
import io.quorate.server.replication.PeerAddress;
import io.quorate.server.replication.Replicator;
import io.quorate.server.replication.Ticker;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The links of this node to the other members, at the addresses that the membership names. A link
 * is opened by its first use, moved when the peer's address changes and closed when the peer is no
 * longer a member.
 */
public final class PeerLinks implements Links, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PeerLinks.class);

  /** In sweeps. */
  private static final int RETAIN_EVERY = 100;

  private final Replicator replicator;
  private final Dialer dialer;
  private final ConcurrentHashMap<String, PeerLink> links = new ConcurrentHashMap<>();
  private final Ticker.Look sweeping;
  private int sweeps; // only touched by the ticker
  private volatile boolean closed;

  public PeerLinks(Replicator replicator, Dialer dialer, Ticker ticker) {
    this.replicator = replicator;
    this.dialer = dialer;
    this.sweeping = ticker.each(this::sweep);
  }

  @Override
  public CompletableFuture<LinkFrame> ask(String peer, LinkFrame question, Deadline deadline) {
    PeerLink link = link(peer);
    if (link == null) {
      return CompletableFuture.failedFuture(
          LinkException.broken(
              false, closed ? "the links are closed" : "no address is known for node " + peer));
    }
    return link.ask(question, deadline);
  }

  @Override
  public void tell(String peer, LinkFrame news) {
    PeerLink link = link(peer);
    if (link != null) {
      link.tell(news);
    }
  }

  private @Nullable PeerLink link(String peer) {
    Optional<String> address = address(peer);
    if (closed || address.isEmpty()) {
      return null;
    }
    PeerLink link = links.get(peer);
    if (link != null && link.address().equals(address.get())) {
      return link;
    }
    PeerLink current =
        links.compute(
            peer,
            (id, known) ->
                known != null && known.address().equals(address.get())
                    ? known
                    : new PeerLink(peer, address.get(), dialer, () -> hello(peer)));
    if (link != null && link != current) {
      var _ = link.close();
    }
    return current;
  }

  private Optional<String> address(String peer) {
    return replicator
        .membership()
        .peer(peer)
        .map(PeerAddress::grpc)
        .filter(grpc -> !grpc.isEmpty());
  }

  private LinkHello hello(String peer) {
    return LinkHello.newBuilder()
        .setGroupId(replicator.groupId())
        .setFrom(replicator.self())
        .setTo(peer)
        .build();
  }

  private void sweep() {
    links.values().forEach(PeerLink::sweep);
    if (++sweeps % RETAIN_EVERY == 0) {
      links.forEach(
          (peer, link) -> {
            if (address(peer).isEmpty() && links.remove(peer, link)) {
              var _ = link.close();
            }
          });
    }
  }

  /** Fails what is in flight; waits up to a second for the connections to end. */
  @Override
  public void close() {
    closed = true;
    sweeping.close();
    for (PeerLink link : links.values()) {
      ManagedChannel channel = link.close().join();
      if (channel != null) {
        awaitEnd(channel);
      }
    }
    links.clear();
  }

  private static void awaitEnd(ManagedChannel channel) {
    try {
      if (!channel.awaitTermination(1, TimeUnit.SECONDS)) {
        LOG.warn("the connection of a link did not end within a second");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
