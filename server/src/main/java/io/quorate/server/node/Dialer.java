package io.quorate.server.node;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;

/** Makes a channel to an address ({@code host:port}); it connects on its first call. */
@FunctionalInterface
public interface Dialer {
  /** Most bytes of one frame. */
  int FRAME_BYTES = 16 * 1024 * 1024;

  ManagedChannel dial(String address);

  /** Without TLS. */
  static Dialer plaintext() {
    return address -> configure(NettyChannelBuilder.forTarget(address).usePlaintext()).build();
  }

  /**
   * What every channel between nodes needs, whatever its credentials: callbacks on the transport's
   * thread (ours never block), room for a frame, and a connection attempt that ends soon, so that
   * the next one sends a new SYN instead of waiting for the kernel's back-off.
   */
  static NettyChannelBuilder configure(NettyChannelBuilder channel) {
    return channel
        .directExecutor()
        .disableRetry()
        .maxInboundMessageSize(FRAME_BYTES)
        .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, 1000);
  }
}
