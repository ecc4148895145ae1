package io.quorate.history;

/**
 * What a {@link Recorder} has done so far.
 *
 * @param recorded operations whose invocation is, or will be, in the file
 * @param unsampled operations on keys that are not among those recorded
 * @param dropped operations that should be in the file and are not: their keys cannot be checked
 * @param droppedCompletions completions that are not in the file; those operations count as unknown
 *     there, which is safe
 * @param failed whether the file could not be written; then nothing after that is in it
 */
public record RecorderStatistics(
    long recorded, long unsampled, long dropped, long droppedCompletions, boolean failed) {}
