package io.quorate.chaos.workload;

import io.quorate.client.Evidence;
import io.quorate.client.KeyValue;
import io.quorate.client.Outcome;
import io.quorate.client.PutResult;
import io.quorate.client.QuorateException;
import io.quorate.history.Completion;
import io.quorate.history.Recorded;
import io.quorate.history.Version;
import java.util.Optional;

/** What the store says, in the terms of a history. */
final class Recording {
  private Recording() {}

  /** Not applied is a failure; everything else may have happened. */
  static void failed(Recorded write, QuorateException failure) {
    if (failure.outcome() == Outcome.NOT_APPLIED) {
      write.fail();
    } else {
      write.info();
    }
  }

  static Completion written(PutResult put) {
    return new Completion(
        version(put), put.write().node(), put.write().operationId().toString(), null, null);
  }

  static Version version(PutResult put) {
    return new Version(put.createIndex(), put.version());
  }

  static Completion read(Optional<KeyValue> found, Evidence evidence, String consistency) {
    return new Completion(
        found.map(kv -> new Version(kv.createIndex(), kv.version())).orElse(null),
        evidence.node(),
        null,
        consistency,
        null);
  }
}
