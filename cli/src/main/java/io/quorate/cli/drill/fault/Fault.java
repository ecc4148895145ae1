package io.quorate.cli.drill.fault;

import java.time.Duration;
import java.util.Optional;

/** One thing that goes wrong at one node, on purpose, and how it is undone. */
public interface Fault {
  /** Name of the node that is struck. */
  String node();

  /** Why it cannot be done here; empty = it can. Changes nothing. */
  default Optional<String> refusal() throws Exception {
    return Optional.empty();
  }

  /** What has to be done first and harms nothing. */
  default void prepare() throws Exception {}

  /** Does it. The time it takes counts as part of the outage. */
  void strike() throws Exception;

  /** Makes whole what {@link #strike} broke, as far as it was broken. */
  default void undo() throws Exception {}

  /** Whether the node serves less meanwhile, so that the rest must be enough. */
  default boolean stopsNode() {
    return true;
  }

  /** Whether it is only there once {@link #strike} has returned, and grows until then. */
  default boolean grows() {
    return false;
  }

  /** Whether a leader that is struck leads no more. */
  default boolean endsLeadership() {
    return true;
  }

  /** How long it is kept up at most while no write is acknowledged. */
  default Duration longest() {
    return Duration.ofSeconds(30);
  }
}
