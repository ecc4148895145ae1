package io.quorate.bench.turns;

import io.quorate.cli.bench.load.Target;
import java.util.List;

/**
 * Open clients of a store, over which a load is spread.
 *
 * @param closing ends their connections
 */
public record Clients(List<? extends Target> targets, Runnable closing) implements AutoCloseable {
  public Clients {
    targets = List.copyOf(targets);
  }

  @Override
  public void close() {
    closing.run();
  }
}
