package io.quorate.store;

import io.quorate.command.Bytes;
import org.jspecify.annotations.Nullable;

/** State that can be read: a {@link Snapshot}, or a {@link Batch} with its own writes. */
public interface Reader {
  @Nullable Bytes get(Space space, Bytes key);

  /**
   * Visits the records of [start, end) in key order until the visitor returns false. An empty end
   * means to the last key. The visitor must not write, nor scan.
   */
  void scan(Space space, Bytes start, Bytes end, Visitor visitor);

  /** Visits every record whose key starts with the prefix. */
  default void scanPrefix(Space space, Bytes prefix, Visitor visitor) {
    scan(space, prefix, prefix.prefixEnd(), visitor);
  }

  /** Sees one record after the other. */
  @FunctionalInterface
  interface Visitor {
    /** True to see the next one as well. */
    boolean visit(Bytes key, Value value);
  }

  /** A record's value, copied only when asked for. Valid inside the visit alone. */
  interface Value {
    Bytes bytes();

    /** Its first bytes, at most this many. */
    Bytes head(int length);
  }
}
