package io.quorate.engine;

import io.quorate.cluster.Settings;
import io.quorate.cluster.TermHistory;
import io.quorate.command.TermIndex;
import io.quorate.store.Hash128;

/**
 * What is known of the latest state without reading it. Immutable: a new one is published with
 * every entry.
 *
 * @param firstChange counter of the oldest change kept
 * @param nextChange counter that the next change will have
 * @param nextLeaseExpiryMs when the first lease is due; {@code Long.MAX_VALUE} = never
 */
record Head(
    TermIndex applied,
    long timeMs,
    TermHistory history,
    Settings settings,
    Hash128 digestRoot,
    long firstChange,
    long nextChange,
    long changeBytes,
    long nextLeaseExpiryMs,
    long nextSessionExpiryMs) {

  Head advancedTo(TermIndex position, TermHistory newHistory) {
    return new Head(
        position,
        timeMs,
        newHistory,
        settings,
        digestRoot,
        firstChange,
        nextChange,
        changeBytes,
        nextLeaseExpiryMs,
        nextSessionExpiryMs);
  }
}
