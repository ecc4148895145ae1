package io.quorate.client;

import java.util.Optional;

/**
 * A put that took effect.
 *
 * @param version of the key now; 0 when the concern was LOCAL and it is not known yet
 * @param createIndex log index at which the key was created; 0 as above
 * @param previous what the put replaced, when it was asked for and there was one
 */
public record PutResult(
    long version, long createIndex, Optional<KeyValue> previous, WriteInfo write) {}
