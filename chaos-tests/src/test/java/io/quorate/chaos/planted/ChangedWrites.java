package io.quorate.chaos.planted;

import io.quorate.proto.v1.Operation;
import io.quorate.proto.v1.WriteReply;
import io.quorate.server.error.Deadline;
import io.quorate.server.proposal.CheckedWrite;
import io.quorate.server.proposal.Writes;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** Does not carry out what was asked, but something similar. */
record ChangedWrites(Writes sound, UnaryOperator<Operation> change) implements Writes {
  static Operation withoutCompares(Operation operation) {
    var unconditional = operation.getTransaction().toBuilder().clearCompares();
    return operation.hasTransaction()
        ? operation.toBuilder().setTransaction(unconditional).build()
        : operation;
  }

  static Operation withoutPrecondition(Operation operation) {
    var unconditional = operation.getPut().toBuilder().clearPrecondition();
    return operation.hasPut() ? operation.toBuilder().setPut(unconditional).build() : operation;
  }

  @Override
  public CompletableFuture<WriteReply> write(CheckedWrite write, Deadline deadline) {
    var request = write.request();
    var changed = request.toBuilder().setOperation(change.apply(request.getOperation())).build();
    return sound.write(CheckedWrite.of(changed), deadline);
  }
}
