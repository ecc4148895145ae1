package io.quorate.server.node;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.quorate.proto.v1.ElectionAnswer;
import io.quorate.proto.v1.FormerLeader;
import io.quorate.proto.v1.LeadershipIntent;
import io.quorate.proto.v1.LinkFrame;
import io.quorate.proto.v1.NodeGrpc;
import io.quorate.proto.v1.NodeStatus;
import io.quorate.proto.v1.Progress;
import io.quorate.proto.v1.ReadIndexReply;
import io.quorate.proto.v1.WriteReply;
import io.quorate.proto.v1.WriteRequest;
import io.quorate.server.error.Deadline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/** A node's answering side on a loopback port. */
final class LinkServer implements AutoCloseable {
  final AtomicInteger progressWanted = new AtomicInteger();
  final List<Progress> progress = Collections.synchronizedList(new ArrayList<>());
  final List<LeadershipIntent> intents = Collections.synchronizedList(new ArrayList<>());
  final List<FormerLeader> formerLeaders = Collections.synchronizedList(new ArrayList<>());
  final List<CompletableFuture<WriteReply>> writes =
      Collections.synchronizedList(new ArrayList<>());
  final List<CompletableFuture<ReadIndexReply>> readIndexes =
      Collections.synchronizedList(new ArrayList<>());
  volatile boolean sound = true;

  private final FakeGroup group;
  private final int port;
  private Server server;

  LinkServer(FakeGroup group) {
    this.group = group;
    this.server = start(0);
    this.port = server.getPort();
  }

  private Server start(int onPort) {
    BiFunction<WriteRequest, Deadline, CompletableFuture<WriteReply>> write =
        (_, _) -> {
          writes.add(new CompletableFuture<>());
          return writes.getLast();
        };
    LinkHandler handler =
        new LinkHandler(
            group,
            new LinkAnswers(
                write,
                _ -> {
                  readIndexes.add(new CompletableFuture<>());
                  return readIndexes.getLast();
                },
                () -> sound,
                () -> NodeStatus.newBuilder().setId("status of " + group.self()).build(),
                progress::add,
                progressWanted::incrementAndGet,
                intents::add,
                (asking, question) ->
                    CompletableFuture.completedFuture(
                        ElectionAnswer.newBuilder().setVoted(true).setSight(asking).build()),
                report -> {
                  formerLeaders.add(report);
                  return CompletableFuture.completedFuture(null);
                }));
    try {
      return NettyServerBuilder.forAddress(new InetSocketAddress("localhost", onPort))
          .directExecutor()
          .addService(
              new NodeGrpc.NodeImplBase() {
                @Override
                public StreamObserver<LinkFrame> link(StreamObserver<LinkFrame> replies) {
                  return handler.serve(replies);
                }
              })
          .build()
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String address() {
    return "localhost:" + port;
  }

  void stop() {
    server.shutdownNow();
    try {
      server.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  void startAgain() {
    server = start(port);
  }

  @Override
  public void close() {
    stop();
  }
}
