/**
 * Recorded histories: what programs asked of a store, what they were answered, and when.
 *
 * <p><b>The file.</b> One JSON object per line, as Jepsen's histories: {@code
 * {"process":0,"type":"invoke","f":"write","key":"a","value":"1","time":12}}. A process does one
 * thing at a time: an {@code invoke}, then {@code ok} (done), {@code fail} (surely did not happen)
 * or {@code info} (unknown); what is never completed is unknown too. {@code time} is in nanoseconds
 * of one clock for all that is checked together. What {@code f} may be, and its value, stands in
 * {@link io.quorate.history.Operation}; other {@code f} are read and ignored.
 *
 * <p><b>Optional fields.</b> {@code version} (a number, or {@code [generation,number]}, of the
 * value written or read) lets checkers know the order of writes instead of searching for it; {@code
 * expected} is the version that a write or delete requires the key to have, for stores whose
 * versions count: the write's own is then the next one. In {@code [generation,number]} a 0 means
 * not asked; a write without the field, as in older files, requires nothing; one that requires
 * absence is a {@code cas} from null. The {@code version} of one that failed is what was found
 * instead, 0 if the key was absent. {@code session} names whose guarantees hold, {@code
 * consistency} and {@code staleness_ms} what a read claims; {@code fence} and {@code until} belong
 * to locks, {@code scan} and {@code index} to pages of scans. They may stand at the invocation or
 * the completion, which wins. {@code node}, {@code operation} and {@code attempts}, how often it
 * was sent, are for people. Unknown fields are ignored, so that writers may add their own.
 *
 * <p><b>Reading.</b> {@link io.quorate.history.HistoryReader} streams: its memory grows with the
 * number of processes, not of lines. Whatever is wrong with a line is told with its number. {@link
 * io.quorate.history.History} groups operations by key for the checkers in {@code check}.
 *
 * <p><b>Writing.</b> {@link io.quorate.history.Recorder} never lets a caller wait: it gives keys up
 * instead, and says so in the file. It samples by key, because a key of which anything is missing
 * cannot be judged.
 *
 * <p>This module depends on nothing but the JDK, so that every client and tool can have it.
 */
@NullMarked
package io.quorate.history;

import org.jspecify.annotations.NullMarked;
