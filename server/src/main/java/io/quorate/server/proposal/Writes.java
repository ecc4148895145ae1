package io.quorate.server.proposal;

import io.quorate.proto.v1.WriteReply;
import io.quorate.server.error.Deadline;
import java.util.concurrent.CompletableFuture;

/**
 * Takes a client's write, whoever leads. Failures are RequestExceptions. Any thread; never blocks.
 */
public interface Writes {
  CompletableFuture<WriteReply> write(CheckedWrite write, Deadline deadline);
}
