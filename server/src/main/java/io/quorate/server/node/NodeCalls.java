package io.quorate.server.node;

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

/**
 * The calls between nodes other than the link: bootstrap, joining, checkpoint transfer. As in
 * node.proto.
 */
public interface NodeCalls {
  void hello(HelloRequest request, StreamObserver<HelloReply> reply);

  void join(JoinRequest request, StreamObserver<JoinReply> reply);

  void checkpointOpen(CheckpointOpenRequest request, StreamObserver<CheckpointManifest> reply);

  void checkpointRead(CheckpointReadRequest request, StreamObserver<CheckpointChunk> chunks);

  void checkpointClose(CheckpointCloseRequest request, StreamObserver<CheckpointCloseReply> reply);
}
