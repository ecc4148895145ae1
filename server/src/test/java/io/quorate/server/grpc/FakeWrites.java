package io.quorate.server.grpc;

import io.quorate.proto.v1.OperationResult;
import io.quorate.proto.v1.PutResult;
import io.quorate.proto.v1.WriteReply;
import io.quorate.proto.v1.WriteRequest;
import io.quorate.server.error.Deadline;
import io.quorate.server.proposal.CheckedWrite;
import io.quorate.server.proposal.Writes;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes that a test answers by hand, or that answer at once. */
final class FakeWrites implements Writes {
  record Waiting(WriteRequest request, Deadline deadline, CompletableFuture<WriteReply> reply) {}

  final List<Waiting> waiting = new CopyOnWriteArrayList<>();
  volatile boolean held;

  @Override
  public CompletableFuture<WriteReply> write(CheckedWrite write, Deadline deadline) {
    WriteRequest request = write.request();
    if (!held) {
      return CompletableFuture.completedFuture(reply(request));
    }
    Waiting call = new Waiting(request, deadline, new CompletableFuture<>());
    waiting.add(call);
    return call.reply();
  }

  /** Says its sequence as the version, so that a reply can be told from others. */
  static WriteReply reply(WriteRequest request) {
    return WriteReply.newBuilder()
        .setResult(
            OperationResult.newBuilder()
                .setPut(PutResult.newBuilder().setVersion(request.getSequence())))
        .build();
  }
}
