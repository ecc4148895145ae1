package io.quorate.client;

import java.util.Optional;

/**
 * A delete that was done.
 *
 * @param deleted false when there was no such key
 * @param previous what was deleted, when it was asked for
 */
public record DeleteResult(boolean deleted, Optional<KeyValue> previous, WriteInfo write) {}
