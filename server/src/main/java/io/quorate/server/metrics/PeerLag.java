package io.quorate.server.metrics;

/**
 * How far a member is behind the leader.
 *
 * @param peer the member's name
 * @param seconds age of the newest entry that it has applied, as far as it misses newer ones; NaN =
 *     not known
 * @param entries log entries not yet applied there; NaN = not known
 * @param bytes log bytes not yet applied there; NaN = not known
 */
public record PeerLag(String peer, double seconds, double entries, double bytes) {}
