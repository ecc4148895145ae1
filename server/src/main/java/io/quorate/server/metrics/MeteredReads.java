package io.quorate.server.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quorate.proto.v1.Consistency;
import io.quorate.proto.v1.ReadReply;
import io.quorate.proto.v1.ReadRequest;
import io.quorate.proto.v1.ScanRequest;
import io.quorate.server.error.Deadline;
import io.quorate.server.read.Reads;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * Reads with a timer per consistency level and outcome. A streamed scan counts until it is opened.
 */
final class MeteredReads implements Reads {
  private final Reads reads;
  private final Outcomes outcomes;

  MeteredReads(Reads reads, MeterRegistry registry) {
    this.reads = reads;
    this.outcomes =
        new Outcomes(registry, "quorate.read", "Reads served by this node, until their answer");
  }

  @Override
  public CompletableFuture<ReadReply> read(ReadRequest request, Deadline deadline) {
    return outcomes.time(
        tags(request.getOptions().getConsistency()), () -> reads.read(request, deadline));
  }

  @Override
  public CompletableFuture<PinnedScan> scan(ScanRequest request, Deadline deadline) {
    return outcomes.time(
        tags(request.getOptions().getConsistency()), () -> reads.scan(request, deadline));
  }

  private static Tags tags(Consistency consistency) {
    return Tags.of("consistency", consistency.name().toLowerCase(Locale.ROOT));
  }
}
