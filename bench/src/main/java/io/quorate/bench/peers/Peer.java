package io.quorate.bench.peers;

import io.quorate.bench.turns.Row;
import io.quorate.bench.turns.Store;
import java.util.Optional;

/** A store that is compared with others; one of {@code bench/stores} is found as a service. */
public interface Peer extends Store {
  /** How the store does what the row asks for; empty when it has nothing like it. */
  Optional<String> meaning(Row row);
}
