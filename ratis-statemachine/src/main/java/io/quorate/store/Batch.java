package io.quorate.store;

import io.quorate.command.Bytes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * What one log entry writes, under construction; it reads its own writes over the latest state.
 * Each key is written once, however often the entry changed it.
 *
 * <p>For records of digested spaces it knows the hash that the record had before the entry, so that
 * the digest follows from the batch alone and no feature can forget it.
 *
 * <p>Only touched by the thread that applies.
 */
public final class Batch implements Reader {
  private final RocksStore store;
  private final long term;
  private final long index;
  private final long timeMs;
  private final long wallMs;
  private final RecordHasher hasher;
  private final Map<Space, NavigableMap<Bytes, Slot>> slots = new EnumMap<>(Space.class);
  private final List<Range> ranges = new ArrayList<>();
  private @Nullable Deque<Runnable> undo;

  /** A key that the entry has read or written. */
  private static final class Slot {
    boolean baseKnown;
    @Nullable Hash128 base; // hash of the record before the entry; null = there was none
    boolean written;
    @Nullable Bytes value; // null = deleted; means nothing unless written
  }

  private record Range(Space space, Bytes start, Bytes end) {}

  /**
   * An empty batch for the entry at (term, index).
   *
   * @param timeMs cluster time of the entry
   * @param wallMs wall time of the entry's proposer
   * @param hasher of the applying thread
   */
  public Batch(
      RocksStore store, long term, long index, long timeMs, long wallMs, RecordHasher hasher) {
    this.store = store;
    this.term = term;
    this.index = index;
    this.timeMs = timeMs;
    this.wallMs = wallMs;
    this.hasher = hasher;
    for (Space space : Space.values()) {
      slots.put(space, new TreeMap<>());
    }
  }

  public long term() {
    return term;
  }

  public long index() {
    return index;
  }

  public long timeMs() {
    return timeMs;
  }

  public long wallMs() {
    return wallMs;
  }

  public RecordHasher hasher() {
    return hasher;
  }

  @Override
  public @Nullable Bytes get(Space space, Bytes key) {
    Slot slot = slots(space).get(key);
    if (slot != null && slot.written) {
      return slot.value;
    }
    Bytes value = store.get(space, key);
    if (space.digested()) {
      setBase(slots(space).computeIfAbsent(key, k -> new Slot()), space, key, value);
    }
    return value;
  }

  @Override
  public void scan(Space space, Bytes start, Bytes end, Visitor visitor) {
    var all = slots(space);
    var mine =
        (end.isEmpty() ? all.tailMap(start, true) : all.subMap(start, true, end, false))
            .entrySet()
            .iterator();
    var merge = new Merge(mine, visitor);
    store.scan(space, start, end, merge);
    merge.rest();
  }

  /** Sees the records on disk and puts the batch's own before, instead of and between them. */
  private static final class Merge implements Visitor {
    private final Iterator<Map.Entry<Bytes, Slot>> mine;
    private final Visitor visitor;
    private Map.@Nullable Entry<Bytes, Slot> next;
    private boolean stopped;

    Merge(Iterator<Map.Entry<Bytes, Slot>> mine, Visitor visitor) {
      this.mine = mine;
      this.visitor = visitor;
      advance();
    }

    private void advance() {
      next = null;
      while (next == null && mine.hasNext()) {
        var candidate = mine.next();
        next = candidate.getValue().written ? candidate : null;
      }
    }

    private boolean visitMine(Map.Entry<Bytes, Slot> entry) {
      advance();
      Bytes value = entry.getValue().value;
      stopped = value != null && !visitor.visit(entry.getKey(), new Held(value));
      return !stopped;
    }

    @Override
    public boolean visit(Bytes key, Value value) {
      var own = next;
      while (own != null && own.getKey().compareTo(key) < 0) {
        if (!visitMine(own)) {
          return false;
        }
        own = next;
      }
      if (own != null && own.getKey().equals(key)) {
        return visitMine(own);
      }
      stopped = !visitor.visit(key, value);
      return !stopped;
    }

    void rest() {
      for (var own = next; own != null && !stopped; own = next) {
        visitMine(own);
      }
    }
  }

  private record Held(Bytes bytes) implements Value {
    @Override
    public Bytes head(int length) {
      return bytes.size() <= length ? bytes : Bytes.wrap(Arrays.copyOf(bytes.array(), length));
    }
  }

  public void put(Space space, Bytes key, Bytes value) {
    write(slot(space, key), value);
  }

  /** Of a key that is known not to exist before this entry. */
  public void putNew(Space space, Bytes key, Bytes value) {
    write(slotWithBase(space, key, null), value);
  }

  public void delete(Space space, Bytes key) {
    write(slot(space, key), null);
  }

  /** Of a record whose hash is known, unless this entry has changed it already. */
  public void delete(Space space, Bytes key, Hash128 hash) {
    write(slotWithBase(space, key, hash), null);
  }

  /**
   * Deletes [start, end) when the batch is written, what the entry itself put there included. Not
   * in digested spaces; does not show in this batch's own reads.
   */
  public void deleteRange(Space space, Bytes start, Bytes end) {
    if (space.digested()) {
      throw new IllegalArgumentException("range of " + space + ": the digest needs every record");
    }
    ranges.add(new Range(space, start, end));
  }

  private Slot slot(Space space, Bytes key) {
    Slot slot = slots(space).computeIfAbsent(key, k -> new Slot());
    if (space.digested() && !slot.baseKnown) {
      setBase(slot, space, key, store.get(space, key));
    }
    return slot;
  }

  private Slot slotWithBase(Space space, Bytes key, @Nullable Hash128 base) {
    Slot slot = slots(space).computeIfAbsent(key, k -> new Slot());
    if (!slot.baseKnown) {
      slot.baseKnown = true;
      slot.base = base;
    }
    return slot;
  }

  private void setBase(Slot slot, Space space, Bytes key, @Nullable Bytes value) {
    if (!slot.baseKnown) {
      slot.baseKnown = true;
      slot.base = value == null ? null : hasher.of(space, key, value);
    }
  }

  private void write(Slot slot, @Nullable Bytes value) {
    if (undo != null) {
      boolean written = slot.written;
      Bytes before = slot.value;
      undo.push(
          () -> {
            slot.written = written;
            slot.value = before;
          });
    }
    slot.written = true;
    slot.value = value;
  }

  /**
   * From here on everything can be taken back, until {@link #keep} or {@link #rollBack}. Does not
   * nest.
   */
  public void begin() {
    if (undo != null) {
      throw new IllegalStateException("a scope is open already");
    }
    undo = new ArrayDeque<>();
  }

  public void keep() {
    undo = null;
  }

  public void rollBack() {
    Deque<Runnable> steps = Objects.requireNonNull(undo, "no scope is open");
    undo = null;
    steps.forEach(Runnable::run);
  }

  /**
   * Something outside the batch that must be taken back with it; does nothing when no scope is
   * open.
   */
  public void onRollBack(Runnable step) {
    if (undo != null) {
      undo.push(step);
    }
  }

  /** Sees what became of a digested record; a null hash means that there was or is none. */
  @FunctionalInterface
  public interface DigestVisitor {
    void visit(Bytes key, @Nullable Hash128 before, @Nullable Hash128 after);
  }

  /** Visits every digested record that the entry wrote. */
  public void digested(DigestVisitor visitor) {
    for (var space : slots.entrySet()) {
      if (!space.getKey().digested()) {
        continue;
      }
      for (var entry : space.getValue().entrySet()) {
        Slot slot = entry.getValue();
        if (slot.written) {
          Bytes value = slot.value;
          Hash128 after = value == null ? null : hasher.of(space.getKey(), entry.getKey(), value);
          visitor.visit(entry.getKey(), slot.base, after);
        }
      }
    }
  }

  /** True when the entry wrote a key with this prefix. */
  public boolean wrote(Space space, Bytes prefix) {
    for (Map.Entry<Bytes, Slot> entry :
        slots(space).subMap(prefix, true, prefix.prefixEnd(), false).entrySet()) {
      if (entry.getValue().written) {
        return true;
      }
    }
    return false;
  }

  void fill(WriteBatch writes, RocksStore store) throws RocksDBException {
    for (var space : slots.entrySet()) {
      var family = store.family(space.getKey());
      for (var entry : space.getValue().entrySet()) {
        Slot slot = entry.getValue();
        Bytes value = slot.value;
        if (slot.written && value != null) {
          writes.put(family, entry.getKey().array(), value.array());
        } else if (slot.written) {
          writes.delete(family, entry.getKey().array());
        }
      }
    }
    for (Range range : ranges) {
      writes.deleteRange(store.family(range.space), range.start.array(), range.end.array());
    }
  }

  private NavigableMap<Bytes, Slot> slots(Space space) {
    return Objects.requireNonNull(slots.get(space));
  }
}
