package io.quorate.digest;

import io.quorate.command.Bytes;
import io.quorate.store.Hash128;
import io.quorate.store.Reader;
import io.quorate.store.RecordHasher;
import io.quorate.store.Space;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The digest computed anew from every record, compared with the maintained one.
 *
 * @param differingBuckets whose records do not add up to the maintained sum: one was lost, added or
 *     changed
 * @param damagedKeys records whose content does not match the hash that they carry
 */
public record Scrub(List<Integer> differingBuckets, List<DamagedKey> damagedKeys) {
  /** Most damaged keys that are listed. */
  private static final int LISTED = 1000;

  /** A key in a column family. */
  public record DamagedKey(Space space, Bytes key) {}

  public Scrub {
    differingBuckets = List.copyOf(differingBuckets);
    damagedKeys = List.copyOf(damagedKeys);
  }

  public boolean clean() {
    return differingBuckets.isEmpty() && damagedKeys.isEmpty();
  }

  /** Reads the whole state. */
  public static Scrub of(Reader state) {
    var hasher = new RecordHasher();
    var sums = new Hash128[Digest.BUCKETS];
    Arrays.fill(sums, Hash128.ZERO);
    var damaged = new ArrayList<DamagedKey>();
    for (Space space : Space.values()) {
      if (!space.digested()) {
        continue;
      }
      state.scan(
          space,
          Bytes.EMPTY,
          Bytes.EMPTY,
          (key, value) -> {
            byte[] record = value.bytes().array();
            Hash128 hash = hasher.compute(space, key, record);
            if (space == Space.KV
                && !hash.equals(Hash128.read(record, 0))
                && damaged.size() < LISTED) {
              damaged.add(new DamagedKey(space, key));
            }
            int bucket = RecordHasher.bucket(key);
            sums[bucket] = sums[bucket].plus(hash);
            return true;
          });
    }
    Digest maintained = Digest.load(state);
    var differing = new ArrayList<Integer>();
    for (int bucket = 0; bucket < sums.length; bucket++) {
      if (!sums[bucket].equals(maintained.sum(bucket))) {
        differing.add(bucket);
      }
    }
    return new Scrub(differing, damaged);
  }
}
