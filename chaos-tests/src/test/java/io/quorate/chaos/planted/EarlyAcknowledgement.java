package io.quorate.chaos.planted;

import io.quorate.proto.v1.OperationResult;
import io.quorate.proto.v1.Precondition;
import io.quorate.proto.v1.PutResult;
import io.quorate.proto.v1.WriteReply;
import io.quorate.server.error.Deadline;
import io.quorate.server.proposal.CheckedWrite;
import io.quorate.server.proposal.Writes;
import java.util.concurrent.CompletableFuture;

/** Answers a put without condition at once, and has it carried out meanwhile. */
record EarlyAcknowledgement(Writes sound) implements Writes {
  @Override
  public CompletableFuture<WriteReply> write(CheckedWrite write, Deadline deadline) {
    var request = write.request();
    var real = sound.write(write, deadline);
    var put = request.getOperation().getPut();
    var plain =
        request.getOperation().hasPut()
            && put.getPrecondition().equals(Precondition.getDefaultInstance())
            && !put.getReturnPrevious();
    // Without the version, which is not known yet.
    var early =
        WriteReply.newBuilder()
            .setResult(OperationResult.newBuilder().setPut(PutResult.getDefaultInstance()))
            .build();
    return plain ? CompletableFuture.completedFuture(early) : real;
  }
}
