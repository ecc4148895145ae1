package io.quorate.kv;

import io.quorate.command.Bytes;
import io.quorate.store.Batch;
import io.quorate.store.RecordHasher;
import io.quorate.store.Space;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The headers of keys that were written lately. A put must know the version and the hash of the
 * record that it replaces: for a key that is written again and again this spares reading it, which
 * costs more than all else that a put does.
 *
 * <p>A table with {@value #WAYS} places for each hash, in one array: a hundred thousand objects
 * that live long and change often would cost the garbage collector what this saves. It grows to
 * {@value #MOST_SETS} hashes, 14 MiB. Long keys are not kept.
 *
 * <p>A copy of what is stored, never more: it may be forgotten between entries without making a
 * difference. After a batch that was not written, make a new one. Only touched by the thread that
 * applies.
 */
public final class KvHeaders {
  private static final int WAYS = 4;
  private static final int FEWEST_SETS = 1 << 8;
  private static final int MOST_SETS = 1 << 15;

  /** Of a place: {@code keyLength:1 key:63 header:48}; length 0 = free. */
  private static final int KEY_BYTES = 63;

  private static final int HEADER_OFFSET = 1 + KEY_BYTES;
  private static final int PLACE = HEADER_OFFSET + KvRecord.HEADER;

  private byte[] places = new byte[FEWEST_SETS * WAYS * PLACE];
  private int sets = FEWEST_SETS;
  private int used;
  private int victim;

  /** The first bytes of the key's record; null = not known here. */
  @Nullable Bytes find(Bytes key) {
    int place = placeOf(key);
    return place < 0
        ? null
        : Bytes.wrap(
            Arrays.copyOfRange(
                places, place + HEADER_OFFSET, place + HEADER_OFFSET + KvRecord.HEADER));
  }

  /** Takes in what the entry does to keys. Call it at its end. */
  public void learn(Batch batch) {
    batch.written(Space.KV, this::learn);
  }

  private void learn(Bytes key, @Nullable Bytes record) {
    int place = placeOf(key);
    if (record != null && key.size() <= KEY_BYTES) {
      keep(place < 0 ? newPlace(key) : place, key, record.array(), 0);
    } else if (place >= 0) {
      places[place] = 0;
      used--;
    }
  }

  private void keep(int place, Bytes key, byte[] from, int offset) {
    places[place] = (byte) key.size();
    System.arraycopy(key.array(), 0, places, place + 1, key.size());
    System.arraycopy(from, offset, places, place + HEADER_OFFSET, KvRecord.HEADER);
  }

  private int placeOf(Bytes key) {
    int first = set(key);
    for (int place = first; place < first + WAYS * PLACE; place += PLACE) {
      int length = places[place];
      if (length == key.size()
          && length > 0
          && Arrays.equals(places, place + 1, place + 1 + length, key.array(), 0, length)) {
        return place;
      }
    }
    return -1;
  }

  private int newPlace(Bytes key) {
    if (used >= sets * WAYS / 2 && sets < MOST_SETS) {
      grow();
    }
    int first = set(key);
    for (int place = first; place < first + WAYS * PLACE; place += PLACE) {
      if (places[place] == 0) {
        used++;
        return place;
      }
    }
    victim = (victim + 1) % WAYS;
    return first + victim * PLACE;
  }

  private void grow() {
    byte[] before = places;
    sets *= 2;
    places = new byte[sets * WAYS * PLACE];
    used = 0;
    for (int old = 0; old < before.length; old += PLACE) {
      if (before[old] > 0) {
        Bytes key = Bytes.wrap(Arrays.copyOfRange(before, old + 1, old + 1 + before[old]));
        keep(newPlace(key), key, before, old + HEADER_OFFSET);
      }
    }
  }

  private int set(Bytes key) {
    return (RecordHasher.hash32(key) & (sets - 1)) * WAYS * PLACE;
  }
}
