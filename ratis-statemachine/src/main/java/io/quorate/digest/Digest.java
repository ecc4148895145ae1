package io.quorate.digest;

import io.quorate.command.Bytes;
import io.quorate.store.Batch;
import io.quorate.store.Hash128;
import io.quorate.store.Keyspace;
import io.quorate.store.Reader;
import io.quorate.store.RecordHasher;
import io.quorate.store.Space;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The maintained digest: 256 sums of 128 bits. They are stored in 16 rows of 16, of which a batch
 * writes those that it changed: one row of 4 KiB would cost a small entry too much, 256 of 16 bytes
 * a large one.
 *
 * <p>In memory it is what is stored; after a batch that was not written, load it again. Only
 * touched by the thread that applies.
 */
public final class Digest {
  static final int BUCKETS = 256;
  private static final int ROWS = 16;
  private static final int ROW_BYTES = BUCKETS / ROWS * Hash128.BYTES;
  private static final int MARKS = 16;

  private final byte[] sums = new byte[BUCKETS * Hash128.BYTES];

  private Digest() {}

  public static Digest load(Reader state) {
    var digest = new Digest();
    for (int row = 0; row < ROWS; row++) {
      Bytes stored = state.get(Space.DIGEST, Keyspace.digestRow(row));
      if (stored != null) {
        System.arraycopy(stored.array(), 0, digest.sums, row * ROW_BYTES, ROW_BYTES);
      }
    }
    return digest;
  }

  /** Takes in what the batch does to records, and adds the rows that it changes to the batch. */
  public void update(Batch batch) {
    var dirty = new BitSet(ROWS);
    batch.digested((key, before, after) -> replace(RecordHasher.bucket(key), before, after, dirty));
    for (int row = dirty.nextSetBit(0); row >= 0; row = dirty.nextSetBit(row + 1)) {
      byte[] stored = Arrays.copyOfRange(sums, row * ROW_BYTES, (row + 1) * ROW_BYTES);
      batch.put(Space.DIGEST, Keyspace.digestRow(row), Bytes.wrap(stored));
    }
  }

  private void replace(
      int bucket, @Nullable Hash128 before, @Nullable Hash128 after, BitSet dirty) {
    Hash128 sum = sum(bucket);
    if (before != null) {
      sum = sum.minus(before);
    }
    if (after != null) {
      sum = sum.plus(after);
    }
    sum.write(sums, bucket * Hash128.BYTES);
    dirty.set(bucket / (BUCKETS / ROWS));
  }

  Hash128 sum(int bucket) {
    return Hash128.read(sums, bucket * Hash128.BYTES);
  }

  /** One hash for the whole state. */
  public Hash128 root() {
    return RecordHasher.hash(sums);
  }

  /**
   * Records the root after this entry; the last {@value #MARKS} are kept. Call it after {@link
   * #update}.
   */
  public void mark(Batch batch) {
    byte[] root = new byte[Hash128.BYTES];
    root().write(root, 0);
    batch.put(Space.META, Keyspace.digestMark(batch.index()), Bytes.wrap(root));
    List<DigestMark> marks = marks(batch);
    for (DigestMark old : marks.subList(0, Math.max(0, marks.size() - MARKS))) {
      batch.delete(Space.META, Keyspace.digestMark(old.index()));
    }
  }

  /** Roots that were recorded, oldest first. */
  public static List<DigestMark> marks(Reader state) {
    var marks = new ArrayList<DigestMark>();
    state.scanPrefix(
        Space.META,
        Keyspace.DIGEST_MARKS,
        (key, value) ->
            marks.add(new DigestMark(Keyspace.first(key), Hash128.read(value.bytes().array(), 0))));
    return marks;
  }
}
