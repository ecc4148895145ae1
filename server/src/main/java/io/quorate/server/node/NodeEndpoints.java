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
import io.quorate.server.error.RequestException;
import io.quorate.server.topology.bootstrap.HelloService;
import io.quorate.server.topology.membership.JoinService;
import org.jspecify.annotations.Nullable;

/**
 * Who answers other nodes: Hello and checkpoints from the start, joins and links once this node is
 * a running member.
 */
public final class NodeEndpoints implements NodeCalls {
  private final HelloService hello;
  private final CheckpointCalls checkpoints;
  private volatile @Nullable JoinService joins;
  private volatile @Nullable LinkHandler links;

  public NodeEndpoints(HelloService hello, CheckpointCalls checkpoints) {
    this.hello = hello;
    this.checkpoints = checkpoints;
  }

  /** This node is a member from now on. */
  public void started(JoinService joinService, LinkHandler linkHandler) {
    joins = joinService;
    links = linkHandler;
  }

  @Override
  public void hello(HelloRequest request, StreamObserver<HelloReply> reply) {
    reply.onNext(hello.hello(request));
    reply.onCompleted();
  }

  @Override
  public void join(JoinRequest request, StreamObserver<JoinReply> reply) {
    JoinService service = joins;
    if (service == null) {
      RequestException starting = RequestException.unavailable("this node is starting");
      reply.onNext(JoinReply.newBuilder().setError(starting.error()).build());
      reply.onCompleted();
      return;
    }
    var _ =
        service
            .join(request)
            .whenComplete(
                (answer, failure) -> {
                  if (failure != null) {
                    reply.onError(
                        Status.INTERNAL.withDescription(failure.toString()).asRuntimeException());
                  } else {
                    reply.onNext(answer);
                    reply.onCompleted();
                  }
                });
  }

  @Override
  public void checkpointOpen(
      CheckpointOpenRequest request, StreamObserver<CheckpointManifest> reply) {
    checkpoints.open(request, reply);
  }

  @Override
  public void checkpointRead(
      CheckpointReadRequest request, StreamObserver<CheckpointChunk> chunks) {
    checkpoints.read(request, chunks);
  }

  @Override
  public void checkpointClose(
      CheckpointCloseRequest request, StreamObserver<CheckpointCloseReply> reply) {
    checkpoints.close(request, reply);
  }

  /** Null while this node is starting. */
  public @Nullable LinkHandler links() {
    return links;
  }
}
