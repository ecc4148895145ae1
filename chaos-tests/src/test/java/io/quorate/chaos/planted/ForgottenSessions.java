package io.quorate.chaos.planted;

import io.quorate.proto.v1.Operation;
import io.quorate.proto.v1.WriteReply;
import io.quorate.proto.v1.WriteRequest;
import io.quorate.server.error.Deadline;
import io.quorate.server.proposal.Writes;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Carries writes of keys out without their session, which would tell a retry from a new write. */
record ForgottenSessions(Writes sound) implements Writes {
  private static final Set<Operation.KindCase> OF_KEYS =
      Set.of(Operation.KindCase.PUT, Operation.KindCase.DELETE, Operation.KindCase.TRANSACTION);

  @Override
  public CompletableFuture<WriteReply> write(WriteRequest request, Deadline deadline) {
    return OF_KEYS.contains(request.getOperation().getKindCase())
        ? sound.write(
            request.toBuilder().clearSessionId().clearSequence().clearAcknowledged().build(),
            deadline)
        : sound.write(request, deadline);
  }
}
