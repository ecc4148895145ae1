package io.quorate.server.replication;

import io.quorate.engine.Engine;
import java.util.function.Supplier;

/**
 * This node's copy of the state.
 *
 * @param source opens the current one
 */
public record LocalCopy(LocalState state, Supplier<Engine> source, Checkpoints checkpoints) {}
