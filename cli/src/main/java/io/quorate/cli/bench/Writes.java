package io.quorate.cli.bench;

import io.quorate.client.AsyncKv;
import io.quorate.client.WriteConcern;
import picocli.CommandLine.Option;

/** The option of the puts of a load. */
final class Writes {
  @Option(
      names = "--concern",
      paramLabel = "CONCERN",
      description = "What a put waits for, as of `kv put`; majority unless given.")
  private String concern = WriteConcern.MAJORITY.toString();

  /** Throws {@link IllegalArgumentException} when there is no such concern. */
  WriteConcern concern() {
    return WriteConcern.parse(concern);
  }

  AsyncKv of(AsyncKv kv) {
    return kv.withConcern(concern());
  }
}
