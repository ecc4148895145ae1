package io.quorate.server.node;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.Channel;
import io.quorate.proto.v1.HelloReply;
import io.quorate.proto.v1.HelloRequest;
import io.quorate.proto.v1.JoinReply;
import io.quorate.proto.v1.JoinRequest;
import io.quorate.proto.v1.NodeGrpc;
import io.quorate.server.topology.bootstrap.HelloClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Hello and Join over gRPC. */
public final class HelloClientGrpc implements HelloClient {
  private final Function<String, Channel> channels;

  /** {@code channels}: host:port → its channel, which stays open and reconnects. */
  public HelloClientGrpc(Function<String, Channel> channels) {
    this.channels = channels;
  }

  @Override
  public CompletableFuture<HelloReply> hello(
      String address, HelloRequest request, Duration timeout) {
    return call(address, timeout, stub -> stub.hello(request));
  }

  @Override
  public CompletableFuture<JoinReply> join(String address, JoinRequest request, Duration timeout) {
    return call(address, timeout, stub -> stub.join(request));
  }

  private <T> CompletableFuture<T> call(
      String address,
      Duration timeout,
      Function<NodeGrpc.NodeFutureStub, ListenableFuture<T>> method) {
    return UnaryCall.future(
        () ->
            method.apply(
                NodeGrpc.newFutureStub(channels.apply(address))
                    .withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS)));
  }
}
