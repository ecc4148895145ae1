package io.quorate.kv;

import io.quorate.command.Bytes;
import io.quorate.command.KeyValue;
import io.quorate.store.Reader;
import io.quorate.store.Snapshot;
import io.quorate.store.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads of keys. */
public final class KvQuery {
  /** As many as RocksDB looks up together; more would only be more copies of values in memory. */
  private static final int AT_ONCE = 32;

  private KvQuery() {}

  public static Optional<KeyValue> get(Reader state, Bytes key) {
    return found(key, state.get(Space.KV, key));
  }

  /** In the order of the keys. */
  public static List<Optional<KeyValue>> getAll(Snapshot state, List<Bytes> keys) {
    var results = new ArrayList<Optional<KeyValue>>(keys.size());
    for (int from = 0; from < keys.size(); from += AT_ONCE) {
      List<Bytes> some = keys.subList(from, Math.min(keys.size(), from + AT_ONCE));
      List<@Nullable Bytes> stored = state.getAll(Space.KV, some);
      for (int i = 0; i < some.size(); i++) {
        // Each stored value is let go of once it is copied: there may be a mebibyte in each.
        results.add(found(some.get(i), stored.set(i, null)));
      }
    }
    return results;
  }

  private static Optional<KeyValue> found(Bytes key, @Nullable Bytes stored) {
    return stored == null ? Optional.empty() : Optional.of(KvRecord.decode(key, stored));
  }

  /** The record without its value, which comes empty. */
  static Optional<KeyValue> header(Reader state, Bytes key) {
    Bytes stored = state.get(Space.KV, key);
    return stored == null ? Optional.empty() : Optional.of(KvRecord.withoutValue(key, stored));
  }

  /**
   * The first keys of [start, end); an empty end means to the last key.
   *
   * @param limit most records; 0 = no limit
   * @param byteBudget stops after the record that reaches it, so that there is always progress
   * @param keysOnly records come with an empty value
   */
  public static ScanSlice scan(
      Reader state, Bytes start, Bytes end, int limit, long byteBudget, boolean keysOnly) {
    var slice = new Slice(limit == 0 ? Integer.MAX_VALUE : limit, byteBudget, keysOnly);
    state.scan(Space.KV, start, end, slice);
    return new ScanSlice(slice.records, slice.resume);
  }

  private static final class Slice implements Reader.Visitor {
    private final int limit;
    private final boolean keysOnly;
    private long bytesLeft;
    private final ArrayList<KeyValue> records = new ArrayList<>();
    private Bytes resume = Bytes.EMPTY;

    Slice(int limit, long byteBudget, boolean keysOnly) {
      this.limit = limit;
      this.bytesLeft = byteBudget;
      this.keysOnly = keysOnly;
    }

    @Override
    public boolean visit(Bytes key, Reader.Value value) {
      if (records.size() >= limit || (bytesLeft <= 0 && !records.isEmpty())) {
        resume = key;
        return false;
      }
      KeyValue record =
          keysOnly
              ? KvRecord.withoutValue(key, value.head(KvRecord.HEADER))
              : KvRecord.decode(key, value.bytes());
      records.add(record);
      bytesLeft -= key.size() + record.value().size();
      return true;
    }
  }
}
