package io.quorate.command;

/**
 * The outcome of one command of an applied entry.
 *
 * @param index where it took effect: this entry's, or for a duplicate the entry that applied it
 *     first
 * @param duplicate true = answered from the session's recorded results
 */
public record Applied(Result result, long index, boolean duplicate) {}
