package io.quorate.store;

import io.quorate.command.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What lies where. Numbers are big endian, so that bytes sort as numbers do; times are cluster time
 * in ms.
 *
 * <pre>
 * kv       user key                       → hash:16 version:8 createIndex:8 modifyIndex:8 leaseId:8 value
 * lease    'h' leaseId:8                  → ttl:8 expires:8 ending:1 keys:8
 *          'k' leaseId:8 user key         → (empty)          the lease's keys
 *          'e' expires:8 leaseId:8        → (empty)          leases by time
 * session  'h' sessionId:8                → expires:8 opened:8 acknowledged:8 ended:1 client
 *          'i' sessionId:8 index:8        → what entry index gave the session: see ResultRecord
 *          'r' sessionId:8 sequence:8     → the same of one operation, by an entry of version 1
 *          'e' expires:8 sessionId:8      → (empty)          sessions by time
 * change   counter:8                      → Changes of log.proto, whose last one has this counter; in format 1 one Change
 * digest   row:1                          → 16 buckets of 16 bytes, row 0 to 15
 * cluster  'n' node id                    → RegisterNode of log.proto
 *          'r' node id                    → index:8 at which it was removed
 *          'x' index:8 ordinal:2          → RecordElection of log.proto
 *          't' epoch:8 term:8             → first index:8
 *          's'                            → Configure of log.proto, without zeros
 * meta     'f'                            → format version of all this:4
 *          'a'                            → applied term:8 index:8 time:8
 *          'c'                            → change log: first:8 next:8 bytes:8, open segment: first:8 bytes:8 firstTime:8 lastTime:8
 *          'g' first counter:8            → closed segment of the change log: count:8 bytes:8 lastTime:8
 *          'm' index:8                    → digest root:16
 * </pre>
 */
public final class Keyspace {
  /**
   * Of everything in this database. Raise it with every change that an older program cannot read,
   * and migrate on open.
   */
  public static final int FORMAT = 2;

  public static final Bytes FORMAT_KEY = Bytes.utf8("f");
  public static final Bytes APPLIED_KEY = Bytes.utf8("a");
  public static final Bytes CHANGE_LOG_KEY = Bytes.utf8("c");
  public static final Bytes CHANGE_SEGMENTS = Bytes.utf8("g");
  public static final Bytes DIGEST_MARKS = Bytes.utf8("m");
  public static final Bytes LEASE_HEADERS = Bytes.utf8("h");
  public static final Bytes LEASE_EXPIRIES = Bytes.utf8("e");
  public static final Bytes SESSION_EXPIRIES = Bytes.utf8("e");
  public static final Bytes NODES = Bytes.utf8("n");
  public static final Bytes REMOVED = Bytes.utf8("r");
  public static final Bytes ELECTIONS = Bytes.utf8("x");
  public static final Bytes TERMS = Bytes.utf8("t");
  public static final Bytes SETTINGS_KEY = Bytes.utf8("s");

  private Keyspace() {}

  public static Bytes leaseHeader(long leaseId) {
    return key('h', leaseId);
  }

  /** Prefix of the lease's keys. */
  public static Bytes leaseKeys(long leaseId) {
    return key('k', leaseId);
  }

  public static Bytes leaseKey(long leaseId, Bytes userKey) {
    return Bytes.wrap(
        ByteBuffer.allocate(9 + userKey.size())
            .put((byte) 'k')
            .putLong(leaseId)
            .put(userKey.array())
            .array());
  }

  /** The user key of a key made by {@link #leaseKey}. */
  public static Bytes userKey(Bytes leaseKey) {
    byte[] array = leaseKey.array();
    return Bytes.wrap(Arrays.copyOfRange(array, 9, array.length));
  }

  public static Bytes leaseExpiry(long expiresMs, long leaseId) {
    return key('e', expiresMs, leaseId);
  }

  public static Bytes sessionHeader(long sessionId) {
    return key('h', sessionId);
  }

  /** Prefix of the session's results. */
  public static Bytes sessionResults(long sessionId) {
    return key('r', sessionId);
  }

  public static Bytes sessionResult(long sessionId, long sequence) {
    return key('r', sessionId, sequence);
  }

  /** Whether {@link #sessionResult} made the key. */
  public static boolean isSessionResult(Bytes key) {
    return key.array()[0] == 'r';
  }

  /** Prefix of what entries gave the session. */
  public static Bytes sessionEntries(long sessionId) {
    return key('i', sessionId);
  }

  public static Bytes sessionEntry(long sessionId, long index) {
    return key('i', sessionId, index);
  }

  public static Bytes sessionExpiry(long expiresMs, long sessionId) {
    return key('e', expiresMs, sessionId);
  }

  /** The number at the second place of a key that a method above made of two. */
  public static long second(Bytes key) {
    return ByteBuffer.wrap(key.array()).getLong(9);
  }

  /** The number at the first place of a key that a method above made. */
  public static long first(Bytes key) {
    return ByteBuffer.wrap(key.array()).getLong(1);
  }

  public static Bytes change(long counter) {
    return Bytes.wrap(ByteBuffer.allocate(8).putLong(counter).array());
  }

  public static long changeCounter(Bytes key) {
    return ByteBuffer.wrap(key.array()).getLong();
  }

  public static Bytes changeSegment(long firstCounter) {
    return key('g', firstCounter);
  }

  public static Bytes digestRow(int row) {
    return Bytes.wrap(new byte[] {(byte) row});
  }

  public static Bytes digestMark(long index) {
    return key('m', index);
  }

  public static Bytes node(String id) {
    return key('n', id);
  }

  public static Bytes removed(String id) {
    return key('r', id);
  }

  private static Bytes key(char kind, String id) {
    byte[] text = id.getBytes(StandardCharsets.UTF_8);
    return Bytes.wrap(ByteBuffer.allocate(1 + text.length).put((byte) kind).put(text).array());
  }

  public static Bytes election(long index, int ordinal) {
    return Bytes.wrap(
        ByteBuffer.allocate(11).put((byte) 'x').putLong(index).putShort((short) ordinal).array());
  }

  public static Bytes term(long epoch, long term) {
    return key('t', epoch, term);
  }

  private static Bytes key(char kind, long number) {
    return Bytes.wrap(ByteBuffer.allocate(9).put((byte) kind).putLong(number).array());
  }

  private static Bytes key(char kind, long first, long second) {
    return Bytes.wrap(
        ByteBuffer.allocate(17).put((byte) kind).putLong(first).putLong(second).array());
  }
}
