package io.quorate.command;

/**
 * A key's record.
 *
 * @param version 1 when created, +1 with every put
 * @param createIndex index of the entry that created it
 * @param modifyIndex index of the entry that wrote this version; several operations may share one
 * @param leaseId 0 = none
 */
public record KeyValue(
    Bytes key, Bytes value, long version, long createIndex, long modifyIndex, long leaseId) {}
