package io.quorate.change;

import io.quorate.command.Bytes;
import io.quorate.command.KeyValue;
import io.quorate.command.KeyValueCodec;
import io.quorate.proto.v1.Change;
import io.quorate.proto.v1.Changes;
import io.quorate.proto.v1.LeaseChange;
import io.quorate.proto.v1.OperationResult;
import io.quorate.proto.v1.SessionChange;
import io.quorate.store.Batch;
import io.quorate.store.Keyspace;
import io.quorate.store.Reader;
import io.quorate.store.RocksStore;
import io.quorate.store.Space;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The writing end of the change log.
 *
 * <p>What an entry changes is one record, so an entry of hundreds of operations costs the log one
 * write. Changes are grouped in segments, whose counts and sizes are kept, and trimming removes
 * whole segments from the front by moving {@link #first} past them: nothing is read or deleted.
 * Their records stay on disk, unreachable, until {@link RocksStore#dropFiles} finds a whole file of
 * them. A segment ends at a 64th of the limits at most, so that a little less than the limits may
 * be kept, never more (but for its time, which only entries move).
 *
 * <p>In memory: the counters and the list of segments, the same as what is stored. After a batch
 * that was not written, load a new one.
 *
 * <p>Only touched by the thread that applies.
 */
public final class ChangeLog {
  private static final int PARTS = 64;
  private static final int SEGMENT_RECORDS = 1024;

  /** Most segments that an entry removes; it ends two at most. */
  private static final int TRIMMED_PER_ENTRY = 16;

  /** A closed part of the log: records first … first + count - 1. */
  private record Segment(long first, long count, long bytes, long lastTimeMs) {
    static Segment decode(long first, Bytes stored) {
      ByteBuffer buffer = ByteBuffer.wrap(stored.array());
      return new Segment(first, buffer.getLong(), buffer.getLong(), buffer.getLong());
    }

    Bytes encode() {
      return Bytes.wrap(
          ByteBuffer.allocate(24).putLong(count).putLong(bytes).putLong(lastTimeMs).array());
    }
  }

  private long first = 1; // counter of the oldest record kept
  private long next = 1; // counter of the next record
  private long bytes; // of all records kept
  private long openFirst = 1; // where the segment begins that is still written to
  private long openBytes;
  private long openFirstMs; // time of its first record
  private long openLastMs; // and of its last
  private final Deque<Segment> segments = new ArrayDeque<>();

  /** Changes of the operation that is being applied. */
  private final List<Change.Builder> pending = new ArrayList<>();

  /** And of all operations of the entry before it. */
  private final List<Change> ofEntry = new ArrayList<>();

  private boolean dirty;

  private ChangeLog() {}

  /** Reads the counters alone, enough for a reader. */
  static ChangeLog load(Reader state) {
    var log = new ChangeLog();
    Bytes stored = state.get(Space.META, Keyspace.CHANGE_LOG_KEY);
    if (stored != null) {
      ByteBuffer buffer = ByteBuffer.wrap(stored.array());
      log.first = buffer.getLong();
      log.next = buffer.getLong();
      log.bytes = buffer.getLong();
      log.openFirst = buffer.getLong();
      log.openBytes = buffer.getLong();
      log.openFirstMs = buffer.getLong();
      log.openLastMs = buffer.getLong();
    }
    return log;
  }

  /** Ready to be written to. */
  public static ChangeLog open(Reader state) {
    ChangeLog log = load(state);
    state.scanPrefix(
        Space.META,
        Keyspace.CHANGE_SEGMENTS,
        (key, value) -> log.segments.add(Segment.decode(Keyspace.first(key), value.bytes())));
    return log;
  }

  /** Counter of the oldest record kept; {@link #next} when there is none. */
  public long first() {
    return first;
  }

  /** Counter that the next record will have. */
  public long next() {
    return next;
  }

  public long bytes() {
    return bytes;
  }

  public void put(KeyValue record, Batch batch) {
    add(Change.newBuilder().setPut(KeyValueCodec.encode(record)), batch);
  }

  public void delete(KeyValue record, Batch batch) {
    add(Change.newBuilder().setDelete(KeyValueCodec.encode(record)), batch);
  }

  public void lease(long leaseId, long ttlMs, String kind, Batch batch) {
    add(
        Change.newBuilder()
            .setLease(LeaseChange.newBuilder().setLeaseId(leaseId).setTtlMs(ttlMs).setKind(kind)),
        batch);
  }

  public void session(long sessionId, String kind, long sequence, Batch batch) {
    add(
        Change.newBuilder()
            .setSession(
                SessionChange.newBuilder()
                    .setSessionId(sessionId)
                    .setKind(kind)
                    .setSequence(sequence)),
        batch);
  }

  private void add(Change.Builder change, Batch batch) {
    pending.add(change);
    batch.onRollBack(pending::removeLast);
  }

  /**
   * Writes what the operation changed. An operation of a session leaves a record even if it changed
   * nothing: whoever follows must know its result, so as not to apply it once more.
   *
   * @param operation its position in the entry
   * @param sessionId 0 = none
   */
  public void endOperation(
      Batch batch, int operation, long sessionId, long sequence, @Nullable OperationResult result) {
    if (sessionId != 0 && pending.isEmpty()) {
      pending.add(Change.newBuilder());
    }
    for (int i = 0; i < pending.size(); i++) {
      boolean last = i == pending.size() - 1;
      Change.Builder change =
          pending
              .get(i)
              .setIndex(batch.index())
              .setTerm(batch.term())
              .setTimeMs(batch.timeMs())
              .setWallMs(batch.wallMs())
              .setOperation(operation)
              .setSessionId(sessionId)
              .setSequence(sequence)
              .setLast(last);
      if (last && result != null) {
        change.setResult(result);
      }
      append(change.build(), batch);
    }
    pending.clear();
  }

  private void append(Change change, Batch batch) {
    if (next == openFirst) {
      openFirstMs = batch.timeMs();
    }
    openLastMs = batch.timeMs();
    ofEntry.add(change);
    next++;
    bytes += change.getSerializedSize();
    openBytes += change.getSerializedSize();
    dirty = true;
  }

  /** Ends a segment that has become old, so that what this entry writes does not hold it back. */
  public void beginEntry(Batch batch, ChangeLimits limits) {
    if (next > openFirst && batch.timeMs() - openFirstMs >= limits.ageMs() / PARTS) {
      endSegment(batch);
    }
  }

  private void endSegment(Batch batch) {
    var segment = new Segment(openFirst, next - openFirst, openBytes, openLastMs);
    batch.put(Space.META, Keyspace.changeSegment(segment.first), segment.encode());
    segments.add(segment);
    openFirst = next;
    openBytes = 0;
    dirty = true;
  }

  /** Writes the entry's changes, ends a full segment, trims, and writes the counters. */
  public void endEntry(Batch batch, ChangeLimits limits) {
    if (!ofEntry.isEmpty()) {
      Changes record = Changes.newBuilder().addAllChanges(ofEntry).build();
      batch.append(Space.CHANGE, Keyspace.change(next - 1), Bytes.wrap(record.toByteArray()));
      ofEntry.clear();
    }
    long full = Math.min(SEGMENT_RECORDS, Math.max(1, limits.operations() / PARTS));
    if (next - openFirst >= full || openBytes >= Math.max(1, limits.bytes() / PARTS)) {
      endSegment(batch);
    }
    int allowed = TRIMMED_PER_ENTRY;
    long before = first;
    while (allowed > 0
        && !segments.isEmpty()
        && mustGo(segments.getFirst(), batch.timeMs(), limits)) {
      Segment oldest = segments.removeFirst();
      batch.delete(Space.META, Keyspace.changeSegment(oldest.first));
      bytes -= oldest.bytes;
      first = oldest.first + oldest.count;
      allowed--;
    }
    if (dirty || first > before) {
      batch.put(Space.META, Keyspace.CHANGE_LOG_KEY, counters());
      dirty = false;
    }
  }

  private boolean mustGo(Segment oldest, long timeMs, ChangeLimits limits) {
    return next - first > limits.operations()
        || bytes > limits.bytes()
        || timeMs - oldest.lastTimeMs > limits.ageMs();
  }

  private Bytes counters() {
    return Bytes.wrap(
        ByteBuffer.allocate(56)
            .putLong(first)
            .putLong(next)
            .putLong(bytes)
            .putLong(openFirst)
            .putLong(openBytes)
            .putLong(openFirstMs)
            .putLong(openLastMs)
            .array());
  }
}
