package io.quorate.server.proposal;

import io.quorate.proto.v1.WriteReply;
import io.quorate.proto.v1.WriteRequest;
import io.quorate.server.error.Deadline;
import java.util.concurrent.CompletableFuture;

/** Hands a write to the node that leads. */
public interface RemoteWrites {
  CompletableFuture<WriteReply> forward(WriteRequest request, Deadline deadline);
}
