package io.quorate.client.internal;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Makes channels. One channel is one connection and is thrown away when it breaks: gRPC's own
 * reconnecting backs off up to two minutes, which would hide a restarted node. Thread-safe: links
 * are opened by the loop, connections for one question by whoever asks.
 */
final class Channels {
  static final int CONNECT_TIMEOUT_MS = 1_000;
  private static final int MAX_MESSAGE_BYTES = 64 << 20;
  private static final int WINDOW_BYTES = 4 << 20;

  private final Loop loop;
  private final Set<ManagedChannel> opened = ConcurrentHashMap.newKeySet();

  Channels(Loop loop) {
    this.loop = loop;
  }

  /** {@code address} is {@code host:port}; nothing is connected yet. */
  ManagedChannel open(String address) {
    opened.removeIf(ManagedChannel::isTerminated);
    var channel = build(address);
    opened.add(channel);
    return channel;
  }

  /** Whether everything that was opened and shut down has come to its end. */
  boolean isQuiet() {
    return opened.stream().allMatch(ManagedChannel::isTerminated);
  }

  private ManagedChannel build(String address) {
    return NettyChannelBuilder.forTarget("dns:///" + address)
        .eventLoopGroup(loop.group())
        .channelType(NioSocketChannel.class)
        .directExecutor()
        .offloadExecutor(loop.names())
        .proxyDetector(target -> null)
        .disableServiceConfigLookUp()
        .disableRetry()
        .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
        .keepAliveTime(10, TimeUnit.SECONDS)
        .keepAliveTimeout(2, TimeUnit.SECONDS)
        .flowControlWindow(WINDOW_BYTES)
        .maxInboundMessageSize(MAX_MESSAGE_BYTES)
        .usePlaintext()
        .build();
  }
}
