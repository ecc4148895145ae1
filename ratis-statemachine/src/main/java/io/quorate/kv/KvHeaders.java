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
 * <p>A table in one array: a hundred thousand objects that live long and change often would cost
 * the garbage collector what this saves. A key may lie in either of two sets of {@value #WAYS}
 * places and comes into the emptier one, so that three quarters full it still has room for nearly
 * every key (Azar et al., Balanced Allocations, 1994). It grows to {@value #MOST_SETS} sets, 14
 * MiB. Long keys are not kept.
 *
 * <p>A copy of what is stored, never more: it may be forgotten between entries without making a
 * difference. After a batch that was not written, make a new one. Only touched by the thread that
 * applies.
 */
public final class KvHeaders {
  private static final int WAYS = 4;
  private static final int FEWEST_SETS = 1 << 8;
  private static final int MOST_SETS = 1 << 15;

  /** Of a place: {@code keyLength:1 tag:1 key:62 header:48}; length 0 = free. */
  private static final int KEY_BYTES = 62;

  private static final int KEY_OFFSET = 2;
  private static final int HEADER_OFFSET = KEY_OFFSET + KEY_BYTES;
  private static final int PLACE = HEADER_OFFSET + KvRecord.HEADER;
  private static final int SET = WAYS * PLACE;

  private byte[] places = new byte[FEWEST_SETS * SET];
  private int sets = FEWEST_SETS;
  private int used;
  private int victim;

  /** The first bytes of the key's record; null = not known here. */
  @Nullable Bytes find(Bytes key) {
    int place = placeOf(key, RecordHasher.hash32(key));
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
    int hash = RecordHasher.hash32(key);
    int place = placeOf(key, hash);
    if (record != null && key.size() <= KEY_BYTES) {
      keep(place < 0 ? newPlace(hash) : place, key, hash, record.array(), 0);
    } else if (place >= 0) {
      places[place] = 0;
      used--;
    }
  }

  private void keep(int place, Bytes key, int hash, byte[] from, int offset) {
    places[place] = (byte) key.size();
    places[place + 1] = tag(hash);
    System.arraycopy(key.array(), 0, places, place + KEY_OFFSET, key.size());
    System.arraycopy(from, offset, places, place + HEADER_OFFSET, KvRecord.HEADER);
  }

  private int placeOf(Bytes key, int hash) {
    int place = placeOf(key, hash, oneSet(hash));
    return place >= 0 ? place : placeOf(key, hash, otherSet(hash));
  }

  private int placeOf(Bytes key, int hash, int set) {
    for (int place = set; place < set + SET; place += PLACE) {
      int length = places[place];
      if (length == key.size()
          && length > 0
          && places[place + 1] == tag(hash)
          && sameKey(place + KEY_OFFSET, key.array())) {
        return place;
      }
    }
    return -1;
  }

  private boolean sameKey(int at, byte[] key) {
    return Arrays.equals(places, at, at + key.length, key, 0, key.length);
  }

  private int newPlace(int hash) {
    if (used >= sets / 4 * 3 * WAYS && sets < MOST_SETS) {
      grow();
    }
    int one = oneSet(hash);
    int other = otherSet(hash);
    int set = free(one) >= free(other) ? one : other;
    for (int place = set; place < set + SET; place += PLACE) {
      if (places[place] == 0) {
        used++;
        return place;
      }
    }
    victim = (victim + 1) % (2 * WAYS);
    return victim < WAYS ? one + victim * PLACE : other + (victim - WAYS) * PLACE;
  }

  private int free(int set) {
    int free = 0;
    for (int place = set; place < set + SET; place += PLACE) {
      free += places[place] == 0 ? 1 : 0;
    }
    return free;
  }

  private void grow() {
    byte[] before = places;
    sets *= 2;
    places = new byte[sets * SET];
    used = 0;
    for (int old = 0; old < before.length; old += PLACE) {
      if (before[old] > 0) {
        int start = old + KEY_OFFSET;
        Bytes key = Bytes.wrap(Arrays.copyOfRange(before, start, start + before[old]));
        int hash = RecordHasher.hash32(key);
        keep(newPlace(hash), key, hash, before, old + HEADER_OFFSET);
      }
    }
  }

  // Sets from the lower bits of either half of the hash, the tag from all others and some of these.
  private int oneSet(int hash) {
    return (hash & (sets - 1)) * SET;
  }

  private int otherSet(int hash) {
    return (hash >>> 16 & (sets - 1)) * SET;
  }

  private static byte tag(int hash) {
    return (byte) (hash >>> 8 ^ hash >>> 24);
  }
}
