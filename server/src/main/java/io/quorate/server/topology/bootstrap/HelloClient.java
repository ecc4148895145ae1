package io.quorate.server.topology.bootstrap;

import io.quorate.proto.v1.HelloReply;
import io.quorate.proto.v1.HelloRequest;
import io.quorate.proto.v1.JoinReply;
import io.quorate.proto.v1.JoinRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The port to nodes that are known by address only. Futures fail when nobody answers in time. */
public interface HelloClient {
  CompletableFuture<HelloReply> hello(String address, HelloRequest request, Duration timeout);

  CompletableFuture<JoinReply> join(String address, JoinRequest request, Duration timeout);
}
