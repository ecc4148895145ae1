package io.quorate.chaos.planted;

import io.quorate.proto.v1.Operation;
import io.quorate.proto.v1.WriteReply;
import io.quorate.server.error.Deadline;
import io.quorate.server.error.RequestException;
import io.quorate.server.proposal.CheckedWrite;
import io.quorate.server.proposal.Writes;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Carries writes of keys out without their session, which would tell a retry from a new write. And
 * loses some replies on their way, as a network may, so that there are retries of what was done.
 */
final class ForgottenSessions implements Writes {
  private static final Set<Operation.KindCase> OF_KEYS =
      Set.of(Operation.KindCase.PUT, Operation.KindCase.DELETE, Operation.KindCase.TRANSACTION);

  private static final int ONE_REPLY_LOST_OF = 50;

  private final Writes sound;
  private final AtomicInteger replies = new AtomicInteger();

  ForgottenSessions(Writes sound) {
    this.sound = sound;
  }

  @Override
  public CompletableFuture<WriteReply> write(CheckedWrite write, Deadline deadline) {
    var request = write.request();
    return OF_KEYS.contains(request.getOperation().getKindCase())
        ? sound
            .write(
                CheckedWrite.of(
                    request.toBuilder()
                        .clearSessionId()
                        .clearSequence()
                        .clearAcknowledged()
                        .build()),
                deadline)
            .thenApply(this::delivered)
        : sound.write(write, deadline);
  }

  private WriteReply delivered(WriteReply reply) {
    if (replies.incrementAndGet() % ONE_REPLY_LOST_OF == 0) {
      throw RequestException.leadershipLost("the reply was lost");
    }
    return reply;
  }
}
