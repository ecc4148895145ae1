package io.quorate.session;

/**
 * A session as a reader sees it.
 *
 * @param client as it named itself
 * @param openedMs cluster time
 * @param remainingMs until it expires at the state's cluster time, if it is not used; 0 = it has
 * @param acknowledged its results up to this sequence have been received
 * @param results kept for it, tombstones included
 */
public record SessionInfo(
    long sessionId,
    String client,
    long openedMs,
    long remainingMs,
    long acknowledged,
    int results,
    long resultBytes) {}
