package io.quorate.cli.data;

import io.quorate.cli.output.Json;
import io.quorate.client.Evidence;

/** What a read says of itself, as JSON. */
final class EvidenceJson {
  private EvidenceJson() {}

  static Json.Fields of(Evidence evidence) {
    return Json.fields()
        .add("node", evidence.node())
        .add("role", evidence.role())
        .add("epoch", evidence.epoch())
        .add("term", evidence.term())
        .add("applied_index", evidence.appliedIndex())
        .add("read_index", evidence.readIndex())
        .add("method", evidence.method())
        .add("staleness_ms", evidence.stalenessMs())
        .add("token", evidence.token().toString());
  }
}
