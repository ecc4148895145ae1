package io.quorate.bench.turns;

import io.quorate.cli.bench.load.Kind;

/** What a row asks of a store. */
public enum Work {
  PUT,
  /** Linearizable, from whoever serves that by itself. */
  GET,
  /** From the leader by its lease: linearizable but for changes of leader and pauses. */
  GET_LEASE,
  /** Linearizable, from a follower. */
  GET_FOLLOWER,
  /** Whatever a follower has. */
  GET_EVENTUAL;

  Kind kind() {
    return this == PUT ? Kind.PUT : Kind.GET;
  }
}
