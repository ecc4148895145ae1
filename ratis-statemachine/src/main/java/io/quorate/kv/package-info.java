/**
 * Keys: bytes to bytes, with a version, the indexes that created and last wrote them, and perhaps a
 * lease. Reads are {@link io.quorate.kv.KvQuery}, writes {@link io.quorate.kv.KvSpace}; what a
 * write means for leases and the change log is told to {@link io.quorate.kv.KvEffects}. What a put
 * must know of the record that it replaces, {@link io.quorate.kv.KvHeaders} often has in memory.
 */
@NullMarked
package io.quorate.kv;

import org.jspecify.annotations.NullMarked;
