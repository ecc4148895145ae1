package io.quorate.bench.peers;

import io.quorate.bench.peers.Result.Compared;
import io.quorate.bench.peers.Result.Failed;
import io.quorate.bench.peers.Result.NotOffered;
import io.quorate.bench.turns.Round;
import io.quorate.bench.turns.Spread;
import io.quorate.cli.output.Json;

/** A result for scripts, with all rounds. Times are microseconds. */
final class ResultJson {
  private ResultJson() {}

  static Json.Fields of(Result result) {
    var fields = Json.fields().add("row", result.row().toString()).add("peer", result.peer());
    return switch (result) {
      case Compared it ->
          fields
              .add("outcome", "compared")
              .add("meaning", it.meaning())
              .add("ratio", ratio(it))
              .add("quorate_rounds", it.quorate().stream().map(Round::json).toList())
              .add("peer_rounds", it.theirs().stream().map(Round::json).toList());
      case NotOffered it -> fields.add("outcome", "not_offered");
      case Failed it -> fields.add("outcome", "failed").add("why", it.why());
    };
  }

  private static double ratio(Compared it) {
    return Spread.of(it.quorate(), Round::opsPerSecond).median()
        / Spread.of(it.theirs(), Round::opsPerSecond).median();
  }
}
