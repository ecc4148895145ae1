package io.quorate.engine;

import io.quorate.command.TermIndex;

/**
 * Measures of the state.
 *
 * @param unflushedBytes written since the last flush; they come again from the log after a crash
 * @param keys roughly
 * @param memoryBytes of write buffers
 * @param diskBytes of files
 * @param firstChange counter of the oldest change kept
 * @param nextChange counter that the next change will have
 * @param changeBytes of all changes kept
 */
public record EngineStats(
    TermIndex applied,
    TermIndex durable,
    long unflushedBytes,
    long keys,
    long memoryBytes,
    long diskBytes,
    long firstChange,
    long nextChange,
    long changeBytes) {}
