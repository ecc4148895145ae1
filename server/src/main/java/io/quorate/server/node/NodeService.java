package io.quorate.server.node;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.quorate.proto.v1.CheckpointChunk;
import io.quorate.proto.v1.CheckpointCloseReply;
import io.quorate.proto.v1.CheckpointCloseRequest;
import io.quorate.proto.v1.CheckpointManifest;
import io.quorate.proto.v1.CheckpointOpenRequest;
import io.quorate.proto.v1.CheckpointReadRequest;
import io.quorate.proto.v1.HelloReply;
import io.quorate.proto.v1.HelloRequest;
import io.quorate.proto.v1.JoinReply;
import io.quorate.proto.v1.JoinRequest;
import io.quorate.proto.v1.LinkFrame;
import io.quorate.proto.v1.NodeGrpc;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The gRPC service between nodes: hands each call to whoever answers it. */
public final class NodeService extends NodeGrpc.NodeImplBase {
  private final NodeCalls calls;
  private final Supplier<@Nullable LinkHandler> links;

  /** {@code links}: null while this node is no running member. */
  public NodeService(NodeCalls calls, Supplier<@Nullable LinkHandler> links) {
    this.calls = calls;
    this.links = links;
  }

  @Override
  public StreamObserver<LinkFrame> link(StreamObserver<LinkFrame> replies) {
    LinkHandler handler = links.get();
    if (handler != null) {
      return handler.serve(replies);
    }
    replies.onError(
        Status.UNAVAILABLE.withDescription("this node is starting").asRuntimeException());
    return new Ignored();
  }

  @Override
  public void hello(HelloRequest request, StreamObserver<HelloReply> reply) {
    calls.hello(request, reply);
  }

  @Override
  public void join(JoinRequest request, StreamObserver<JoinReply> reply) {
    calls.join(request, reply);
  }

  @Override
  public void checkpointOpen(
      CheckpointOpenRequest request, StreamObserver<CheckpointManifest> reply) {
    calls.checkpointOpen(request, reply);
  }

  @Override
  public void checkpointRead(
      CheckpointReadRequest request, StreamObserver<CheckpointChunk> chunks) {
    calls.checkpointRead(request, chunks);
  }

  @Override
  public void checkpointClose(
      CheckpointCloseRequest request, StreamObserver<CheckpointCloseReply> reply) {
    calls.checkpointClose(request, reply);
  }

  private static final class Ignored implements StreamObserver<LinkFrame> {
    @Override
    public void onNext(LinkFrame frame) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}
  }
}
