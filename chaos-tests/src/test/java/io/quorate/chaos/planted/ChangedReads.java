package io.quorate.chaos.planted;

import io.quorate.proto.v1.Consistency;
import io.quorate.proto.v1.ReadReply;
import io.quorate.proto.v1.ReadRequest;
import io.quorate.proto.v1.ScanRequest;
import io.quorate.server.error.Deadline;
import io.quorate.server.read.Reads;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** Does not read what was asked, but something similar. */
record ChangedReads(Reads sound, UnaryOperator<ReadRequest> change) implements Reads {
  static ReadRequest weakened(ReadRequest request) {
    var options = request.getOptions().toBuilder().setConsistency(Consistency.EVENTUAL);
    return request.toBuilder().setOptions(options).build();
  }

  static ReadRequest withoutToken(ReadRequest request) {
    var asked = request.getOptions().getConsistency();
    return asked == Consistency.SESSION || asked == Consistency.AT_LEAST
        ? weakened(request)
        : request;
  }

  static ReadRequest unpinned(ReadRequest request) {
    return request.hasScan()
        ? request.toBuilder().setScan(request.getScan().toBuilder().setPin(false)).build()
        : request;
  }

  @Override
  public CompletableFuture<ReadReply> read(ReadRequest request, Deadline deadline) {
    return sound.read(change.apply(request), deadline);
  }

  @Override
  public CompletableFuture<PinnedScan> scan(ScanRequest request, Deadline deadline) {
    return sound.scan(request, deadline);
  }
}
