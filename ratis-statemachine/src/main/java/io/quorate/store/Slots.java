package io.quorate.store;

import io.quorate.command.Bytes;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one space that an entry has read or written. Found by hash, because an entry finds
 * hundreds and scans almost never; in order only for who scans.
 */
final class Slots {
  private final Map<Bytes, Slot> byKey = new LinkedHashMap<>();

  /** Null = a key was added since somebody last wanted the order. */
  private @Nullable NavigableMap<Bytes, Slot> inOrder;

  /** A key that the entry has read or written. */
  static final class Slot {
    final Bytes key;
    boolean baseKnown;
    @Nullable Hash128 base; // hash of the record before the entry; null = there was none
    boolean written;
    @Nullable Bytes value; // null = deleted; means nothing unless written
    @Nullable Hash128 hash; // of the value, where it is known already

    private Slot(Bytes key) {
      this.key = key;
    }

    /** Nobody outside the entry would notice: it was not there before, and is not afterwards. */
    boolean isNothing() {
      return written && value == null && baseKnown && base == null;
    }
  }

  @Nullable Slot find(Bytes key) {
    return byKey.get(key);
  }

  Slot of(Bytes key) {
    Slot slot = byKey.get(key);
    if (slot == null) {
      slot = new Slot(key);
      byKey.put(key, slot);
      inOrder = null;
    }
    return slot;
  }

  /** As the entry came to them. */
  Collection<Slot> all() {
    return byKey.values();
  }

  NavigableMap<Bytes, Slot> inOrder() {
    NavigableMap<Bytes, Slot> order = inOrder;
    if (order == null) {
      order = new TreeMap<>(byKey);
      inOrder = order;
    }
    return order;
  }
}
