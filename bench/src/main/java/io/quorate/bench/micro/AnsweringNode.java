package io.quorate.bench.micro;

import com.google.protobuf.ByteString;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.quorate.proto.v1.ClientFrame;
import io.quorate.proto.v1.Concern;
import io.quorate.proto.v1.KvGrpc;
import io.quorate.proto.v1.OperationResult;
import io.quorate.proto.v1.PutResult;
import io.quorate.proto.v1.Reply;
import io.quorate.proto.v1.Request;
import io.quorate.proto.v1.ServerFrame;
import io.quorate.proto.v1.SessionResult;
import io.quorate.proto.v1.Token;
import io.quorate.proto.v1.Topology;
import io.quorate.proto.v1.TopologyNode;
import io.quorate.proto.v1.WriteReply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The only node of a cluster that keeps nothing: a gRPC server of this process which answers every
 * frame with one frame, at once, on the thread of the socket. Writes alone.
 */
final class AnsweringNode implements AutoCloseable {
  private static final WriteReply OPENED =
      reply(
          OperationResult.newBuilder()
              .setSession(
                  SessionResult.newBuilder()
                      .setSessionId(4096)
                      .setTtlMs(Duration.ofDays(1).toMillis())));
  private static final WriteReply DONE =
      reply(
          OperationResult.newBuilder()
              .setPut(PutResult.newBuilder().setVersion(7).setCreateIndex(123_456)));

  private final Server server;
  private final AtomicLong frames = new AtomicLong();

  AnsweringNode() {
    try {
      server =
          NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .directExecutor()
              .addService(new KvService())
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String address() {
    return "127.0.0.1:" + server.getPort();
  }

  /** How many have come since it was asked before. */
  long takeFrames() {
    return frames.getAndSet(0);
  }

  /** As long as one of three nodes. */
  private static WriteReply reply(OperationResult.Builder result) {
    return WriteReply.newBuilder()
        .setResult(result)
        .setToken(
            Token.newBuilder()
                .setGroup(ByteString.copyFrom(new byte[16]))
                .setEpoch(1)
                .setTerm(3)
                .setIndex(123_456))
        .setConcern(Concern.getDefaultInstance())
        .addAcknowledgedBy("n1")
        .addAcknowledgedBy("n2")
        .setNode("n1")
        .build();
  }

  private ServerFrame greeting() {
    var self =
        TopologyNode.newBuilder()
            .setName("n1")
            .setAddress(address())
            .setVoter(true)
            .setServing(true)
            .setId("id-n1");
    return ServerFrame.newBuilder()
        .setTopology(Topology.newBuilder().setTerm(3).setLeader(address()).addNodes(self))
        .build();
  }

  private static ServerFrame answers(ClientFrame frame) {
    var answers = ServerFrame.newBuilder();
    for (var request : frame.getRequestsList()) {
      answers.addReplies(Reply.newBuilder().setId(request.getId()).setWrite(answer(request)));
    }
    return answers.build();
  }

  private static WriteReply answer(Request request) {
    return switch (request.getWrite().getOperation().getKindCase()) {
      case OPEN_SESSION -> OPENED;
      default -> DONE;
    };
  }

  @Override
  public void close() {
    var _ = server.shutdownNow();
  }

  private final class KvService extends KvGrpc.KvImplBase {
    @Override
    public StreamObserver<ClientFrame> stream(StreamObserver<ServerFrame> out) {
      out.onNext(greeting());
      return new StreamObserver<>() {
        @Override
        public void onNext(ClientFrame frame) {
          frames.incrementAndGet();
          out.onNext(answers(frame));
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onCompleted() {
          out.onCompleted();
        }
      };
    }
  }
}
