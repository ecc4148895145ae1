package io.quorate.change;

import io.quorate.proto.v1.Change;

/**
 * One record of the change log.
 *
 * @param counter its position; without gaps, from 1
 */
public record ChangeRecord(long counter, Change change) {}
