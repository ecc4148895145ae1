package io.quorate.kv;

import io.quorate.command.Bytes;
import io.quorate.store.Batch;
import io.quorate.store.Space;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The headers of the keys that were written last. A put must know the version and the hash of the
 * record that it replaces: for a key that is written again and again this spares reading it, which
 * costs more than all else that a put does.
 *
 * <p>A copy of what is stored, never more: it may be forgotten between entries without making a
 * difference. After a batch that was not written, make a new one. Only touched by the thread that
 * applies.
 */
public final class KvHeaders {
  private static final int MOST = 1 << 17;
  private static final long MOST_KEY_BYTES = 16 << 20;

  private final LinkedHashMap<Bytes, Bytes> recent = new LinkedHashMap<>(16, 0.75f, true);
  private long keyBytes;

  /** The first bytes of the key's record; null = not known here. */
  @Nullable Bytes find(Bytes key) {
    return recent.get(key);
  }

  /** Takes in what the entry does to keys. Call it at its end. */
  public void learn(Batch batch) {
    batch.written(Space.KV, this::learn);
    var oldest = recent.entrySet().iterator();
    while (recent.size() > MOST || keyBytes > MOST_KEY_BYTES) {
      Map.Entry<Bytes, Bytes> last = oldest.next();
      keyBytes -= last.getKey().size();
      oldest.remove();
    }
  }

  private void learn(Bytes key, @Nullable Bytes record) {
    Bytes before =
        record == null
            ? recent.remove(key)
            : recent.put(key, Bytes.wrap(Arrays.copyOf(record.array(), KvRecord.HEADER)));
    keyBytes += (record == null ? 0 : key.size()) - (before == null ? 0 : key.size());
  }
}
