package io.quorate.cli.data;

import io.quorate.cli.output.Json;
import io.quorate.client.Kv;
import io.quorate.client.WriteConcern;
import io.quorate.client.WriteInfo;
import picocli.CommandLine.Option;

/** The option of every write: what it waits for. And how its acknowledgement is shown. */
final class WriteOptions {
  @Option(
      names = "--concern",
      converter = Converters.Concern.class,
      paramLabel = "CONCERN",
      description = {
        "local (or primary), majority (default), all, or a number of members;",
        "followed by :applied, the same members have applied it too."
      })
  private WriteConcern concern = WriteConcern.MAJORITY;

  Kv of(Kv kv) {
    return kv.withConcern(concern);
  }

  static Json.Fields add(Json.Fields fields, WriteInfo write) {
    return fields
        .add("token", write.token().toString())
        .add("concern", write.concern().toString())
        .add("acknowledged_by", write.acknowledgedBy())
        .add("operation_id", write.operationId().toString())
        .add("duplicate", write.duplicate())
        .add("node", write.node());
  }

  /** {@code held by n1, n2 (majority)}. */
  static String text(WriteInfo write) {
    return "held by " + String.join(", ", write.acknowledgedBy()) + " (" + write.concern() + ")";
  }
}
