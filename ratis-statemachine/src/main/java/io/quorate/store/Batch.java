package io.quorate.store;

import io.quorate.command.Bytes;
import io.quorate.store.Slots.Slot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
  private static final List<Space> SPACES = List.of(Space.values());

  private final RocksStore store;
  private final long term;
  private final long index;
  private final long timeMs;
  private final long wallMs;
  private final RecordHasher hasher;
  private final Map<Space, Slots> slots = new EnumMap<>(Space.class);
  private final List<Appended> appended = new ArrayList<>();
  private @Nullable Deque<Runnable> undo;

  private record Appended(Space space, Bytes key, Bytes value) {}

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
    SPACES.forEach(space -> slots.put(space, new Slots()));
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
    Slot slot = slots(space).find(key);
    if (slot != null && slot.written) {
      return slot.value;
    }
    Bytes value = store.get(space, key);
    if (space.digested()) {
      setBase(slots(space).of(key), space, key, value);
    }
    return value;
  }

  @Override
  public void scan(Space space, Bytes start, Bytes end, Visitor visitor) {
    var all = slots(space).inOrder();
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
    write(slot(space, key), value, null);
  }

  /** Of a key that is known not to exist before this entry. */
  public void putNew(Space space, Bytes key, Bytes value) {
    write(slotWithBase(space, key, null), value, null);
  }

  /** The same of a record whose hash is known. */
  public void putNew(Space space, Bytes key, Bytes value, Hash128 hash) {
    write(slotWithBase(space, key, null), value, hash);
  }

  /**
   * Of a key that is new, and that the entry neither reads nor writes again. Not in digested spaces
   * and never taken back; does not show in this batch's own reads.
   */
  public void append(Space space, Bytes key, Bytes value) {
    if (space.digested()) {
      throw new IllegalArgumentException(space + ": the digest needs every record");
    }
    appended.add(new Appended(space, key, value));
  }

  /** Tells the hash that the record had before this entry, which need not be read then. */
  public void setBase(Space space, Bytes key, Hash128 hash) {
    slotWithBase(space, key, hash);
  }

  /** True when {@link #get} answers what the entry itself wrote. */
  public boolean hasWritten(Space space, Bytes key) {
    Slot slot = slots(space).find(key);
    return slot != null && slot.written;
  }

  public void delete(Space space, Bytes key) {
    write(slot(space, key), null, null);
  }

  /** Of a record whose hash is known, unless this entry has changed it already. */
  public void delete(Space space, Bytes key, Hash128 hash) {
    write(slotWithBase(space, key, hash), null, null);
  }

  private Slot slot(Space space, Bytes key) {
    Slot slot = slots(space).of(key);
    if (space.digested() && !slot.baseKnown) {
      setBase(slot, space, key, store.get(space, key));
    }
    return slot;
  }

  private Slot slotWithBase(Space space, Bytes key, @Nullable Hash128 base) {
    Slot slot = slots(space).of(key);
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

  private void write(Slot slot, @Nullable Bytes value, @Nullable Hash128 hash) {
    if (undo != null) {
      boolean written = slot.written;
      Bytes before = slot.value;
      Hash128 hashBefore = slot.hash;
      undo.push(
          () -> {
            slot.written = written;
            slot.value = before;
            slot.hash = hashBefore;
          });
    }
    slot.written = true;
    slot.value = value;
    slot.hash = hash;
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

  /** Sees what became of a record; null = it was deleted. */
  @FunctionalInterface
  public interface WriteVisitor {
    void visit(Bytes key, @Nullable Bytes value);
  }

  /** Visits every record of the space that the entry wrote. */
  public void written(Space space, WriteVisitor visitor) {
    for (Slot slot : slots(space).all()) {
      if (slot.written) {
        visitor.visit(slot.key, slot.value);
      }
    }
  }

  /** Sees what became of a digested record; a null hash means that there was or is none. */
  @FunctionalInterface
  public interface DigestVisitor {
    void visit(Bytes key, @Nullable Hash128 before, @Nullable Hash128 after);
  }

  /** Visits every digested record that the entry wrote. */
  public void digested(DigestVisitor visitor) {
    for (Space space : SPACES) {
      if (!space.digested()) {
        continue;
      }
      for (Slot slot : slots(space).all()) {
        if (slot.written && !slot.isNothing()) {
          visitor.visit(slot.key, slot.base, hash(space, slot));
        }
      }
    }
  }

  private @Nullable Hash128 hash(Space space, Slot slot) {
    Bytes value = slot.value;
    if (value == null || slot.hash != null) {
      return slot.hash;
    }
    return hasher.of(space, slot.key, value);
  }

  /** True when the entry wrote a key with this prefix. */
  public boolean wrote(Space space, Bytes prefix) {
    for (Slot slot : slots(space).all()) {
      if (slot.written && slot.key.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  void fill(WriteBatchWriter writes) {
    for (Space space : SPACES) {
      for (Slot slot : slots(space).all()) {
        Bytes value = slot.value;
        if (slot.written && value != null) {
          writes.put(space, slot.key, value);
        } else if (slot.written && !slot.isNothing()) {
          writes.delete(space, slot.key);
        }
      }
    }
    for (Appended each : appended) {
      writes.put(each.space, each.key, each.value);
    }
  }

  private Slots slots(Space space) {
    return Objects.requireNonNull(slots.get(space));
  }
}
