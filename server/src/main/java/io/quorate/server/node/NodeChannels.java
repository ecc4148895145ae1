package io.quorate.server.node;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One channel to each address that this node talks to outside of links: Hello, Join, forwarded
 * admin calls, checkpoints.
 */
public final class NodeChannels implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeChannels.class);

  private final Dialer dialer = Dialer.plaintext();
  private final ConcurrentMap<String, ManagedChannel> channels = new ConcurrentHashMap<>();

  /** The channel stays open and reconnects at once: gRPC's own back-off may grow to minutes. */
  public Channel to(String address) {
    ManagedChannel channel = channels.computeIfAbsent(address, dialer::dial);
    channel.resetConnectBackoff();
    return channel;
  }

  @Override
  public void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
    try {
      for (ManagedChannel channel : channels.values()) {
        if (!channel.awaitTermination(1, TimeUnit.SECONDS)) {
          LOG.warn("a connection to {} did not end within a second", channel.authority());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
