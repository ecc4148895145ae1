package io.quorate.server.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quorate.proto.v1.WriteReply;
import io.quorate.server.error.Deadline;
import io.quorate.server.proposal.CheckedWrite;
import io.quorate.server.proposal.Writes;
import java.util.concurrent.CompletableFuture;

/**
 * Writes with a timer per outcome. A replicated refusal, such as a failed precondition, is a reply
 * and counts as ok.
 */
final class MeteredWrites implements Writes {
  private final Writes writes;
  private final Outcomes outcomes;

  MeteredWrites(Writes writes, MeterRegistry registry) {
    this.writes = writes;
    this.outcomes =
        new Outcomes(registry, "quorate.write", "Writes received by this node, until their answer");
  }

  @Override
  public CompletableFuture<WriteReply> write(CheckedWrite write, Deadline deadline) {
    return outcomes.time(Tags.empty(), () -> writes.write(write, deadline));
  }
}
