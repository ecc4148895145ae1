package io.quorate.server.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quorate.proto.v1.Consistency;
import io.quorate.proto.v1.ReadReply;
import io.quorate.proto.v1.ReadRequest;
import io.quorate.proto.v1.ScanRequest;
import io.quorate.server.error.Deadline;
import io.quorate.server.read.Reads;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * Reads with a timer per consistency level and outcome. A streamed scan counts until it is opened.
 */
final class MeteredReads implements Reads {
  private final Reads reads;
  private final Outcomes outcomes;
  private final Map<Consistency, Tags> tags = new EnumMap<>(Consistency.class);

  MeteredReads(Reads reads, MeterRegistry registry) {
    this.reads = reads;
    this.outcomes =
        new Outcomes(registry, "quorate.read", "Reads served by this node, until their answer");
    for (Consistency each : Consistency.values()) {
      tags.put(each, Tags.of("consistency", each.name().toLowerCase(Locale.ROOT)));
    }
  }

  @Override
  public CompletableFuture<ReadReply> read(ReadRequest request, Deadline deadline) {
    return outcomes.time(
        tags(request.getOptions().getConsistency()), () -> reads.read(request, deadline));
  }

  @Override
  public List<CompletableFuture<ReadReply>> readAll(List<ReadRequest> gets, Deadline deadline) {
    Tags common = tags(gets.getFirst().getOptions().getConsistency());
    long start = System.nanoTime();
    var answers = new ArrayList<CompletableFuture<ReadReply>>(gets.size());
    for (CompletableFuture<ReadReply> answer : reads.readAll(gets, deadline)) {
      answers.add(outcomes.time(common, start, answer));
    }
    return answers;
  }

  @Override
  public CompletableFuture<PinnedScan> scan(ScanRequest request, Deadline deadline) {
    return outcomes.time(
        tags(request.getOptions().getConsistency()), () -> reads.scan(request, deadline));
  }

  private Tags tags(Consistency consistency) {
    return Objects.requireNonNull(tags.get(consistency));
  }
}
