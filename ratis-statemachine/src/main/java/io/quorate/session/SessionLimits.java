package io.quorate.session;

/**
 * How long sessions live and how much they may hold.
 *
 * @param ttlMs without use, at least; at most a 16th more
 * @param maxResults that the client has not acknowledged, and others that an entry gave it together
 *     with one of these; tombstones may be twice as many
 * @param maxBytes of results, checked before an operation: the last one may go past it
 */
public record SessionLimits(long ttlMs, int maxResults, long maxBytes) {}
