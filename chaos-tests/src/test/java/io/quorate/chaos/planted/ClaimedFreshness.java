package io.quorate.chaos.planted;

import io.quorate.proto.v1.Consistency;
import io.quorate.proto.v1.ReadReply;
import io.quorate.proto.v1.ReadRequest;
import io.quorate.proto.v1.ScanRequest;
import io.quorate.server.error.Deadline;
import io.quorate.server.read.Reads;
import java.util.concurrent.CompletableFuture;

/** Answers a bounded read from whatever the node has, and claims that there is nothing newer. */
record ClaimedFreshness(Reads sound) implements Reads {
  @Override
  public CompletableFuture<ReadReply> read(ReadRequest request, Deadline deadline) {
    return request.getOptions().getConsistency() == Consistency.BOUNDED
        ? sound.read(ChangedReads.weakened(request), deadline).thenApply(ClaimedFreshness::fresh)
        : sound.read(request, deadline);
  }

  private static ReadReply fresh(ReadReply reply) {
    var evidence = reply.getEvidence().toBuilder().setStalenessMs(0);
    return reply.toBuilder().setEvidence(evidence).build();
  }

  @Override
  public CompletableFuture<PinnedScan> scan(ScanRequest request, Deadline deadline) {
    return sound.scan(request, deadline);
  }
}
