package io.quorate.client;

import java.time.Instant;

/**
 * One leader change, its cause and its cost. A duration or count of -1 was not measured.
 *
 * @param time wall clock of the new leader
 * @param unavailableMs how long no write could be acknowledged
 * @param kind the measured cause in a word: process_gone, link_lost, pause, gc, disk_stall, asked,
 *     founded, restarted or unknown; empty = recorded by an older version
 * @param votes voters known to have voted for the new leader, itself included; 0 = not known
 * @param inheritedEntries log entries that the new leader did not know as committed when it was
 *     elected, and committed
 * @param unknownEntries log entries of the old leader whose callers it told that the outcome is not
 *     known
 * @param reported the old leader has said itself what it measured
 */
public record Election(
    Instant time,
    long term,
    String from,
    String to,
    String trigger,
    String cause,
    long detectedMs,
    long electedMs,
    long unavailableMs,
    String kind,
    int votes,
    long inheritedEntries,
    long unknownEntries,
    boolean reported) {}
