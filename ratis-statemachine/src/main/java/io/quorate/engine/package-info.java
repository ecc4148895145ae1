/**
 * The one function that Quorate is: {@code apply(state, entry) → (state', result)}.
 *
 * <p>{@link io.quorate.engine.Engine} is the state of one node. An entry goes through {@link
 * io.quorate.engine.Applier}, which gives each command to its feature; everything the entry writes,
 * data, results of sessions, changes, digest and the applied position, is one batch. Readers take a
 * {@link io.quorate.engine.View}.
 *
 * <p>Nothing here or below reads a clock, a random number or the environment: time and ids come
 * with the entry.
 */
@NullMarked
package io.quorate.engine;

import org.jspecify.annotations.NullMarked;
