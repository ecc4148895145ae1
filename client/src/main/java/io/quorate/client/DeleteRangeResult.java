package io.quorate.client;

/**
 * A range that was deleted, at most 1,000 keys atomically at a time.
 *
 * @param deleted how many keys
 * @param write of the last chunk
 */
public record DeleteRangeResult(long deleted, WriteInfo write) {}
