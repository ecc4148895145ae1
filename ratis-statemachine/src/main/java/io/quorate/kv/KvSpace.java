package io.quorate.kv;

import io.quorate.command.Bytes;
import io.quorate.command.Command;
import io.quorate.command.KeyValue;
import io.quorate.command.Precondition;
import io.quorate.command.Result;
import io.quorate.store.Batch;
import io.quorate.store.Hash128;
import io.quorate.store.Space;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes of keys in one entry.
 *
 * <p>A version is 1 when the key is created and one more with every put. A key that is deleted and
 * created again <em>within the same entry</em> goes on counting: several operations share the
 * entry's index, and (create index, version) must name one record.
 */
public final class KvSpace {
  private final Batch batch;
  private final KvHeaders headers;
  private final KvEffects effects;

  /** Last versions of keys that this entry deleted. */
  private final TreeMap<Bytes, Long> deletedVersions = new TreeMap<>();

  /**
   * For one entry.
   *
   * @param headers learns of it at its end
   */
  public KvSpace(Batch batch, KvHeaders headers, KvEffects effects) {
    this.batch = batch;
    this.headers = headers;
    this.effects = effects;
  }

  public Result put(Command.Put put) {
    KeyValue old = put.returnPrevious() ? get(put.key()) : withoutValue(put.key());
    if (!holds(put.precondition(), old)) {
      return preconditionFailed(put.key(), put.precondition(), old);
    }
    if (put.leaseId() != 0 && !effects.leaseAlive(put.leaseId())) {
      return new Result.Rejected(
          Result.Reason.NOT_FOUND,
          "lease " + put.leaseId() + " does not exist or has ended",
          version(old));
    }
    var record =
        new KeyValue(
            put.key(),
            put.value(),
            1 + (old == null ? deletedVersions.getOrDefault(put.key(), 0L) : old.version()),
            old == null ? batch.index() : old.createIndex(),
            batch.index(),
            put.leaseId());
    batch.put(Space.KV, put.key(), KvRecord.encode(record, batch.hasher()));
    effects.put(record, old == null ? 0 : old.leaseId());
    return new Result.PutDone(
        record.version(), record.createIndex(), put.returnPrevious() ? old : null);
  }

  public Result delete(Command.Delete delete) {
    KeyValue old = delete.returnPrevious() ? get(delete.key()) : withoutValue(delete.key());
    if (!holds(delete.precondition(), old)) {
      return preconditionFailed(delete.key(), delete.precondition(), old);
    }
    if (old == null) {
      return new Result.Deleted(false, null);
    }
    remove(old);
    return new Result.Deleted(true, delete.returnPrevious() ? old : null);
  }

  /** Deletes a key that must go with its lease; does nothing when it is gone already. */
  public void delete(Bytes key) {
    KeyValue old = withoutValue(key);
    if (old != null) {
      remove(old);
    }
  }

  /**
   * Deletes the first keys of the range.
   *
   * @param most keys that may be deleted, if that is less than the command's own limit
   */
  Result.RangeDeleted deleteRange(Command.DeleteRange range, int most) {
    int limit = Math.min(range.limit(), most);
    ScanSlice first =
        KvQuery.scan(batch, range.start(), range.end(), Math.max(1, limit), Long.MAX_VALUE, true);
    if (limit == 0) {
      // Nothing may be deleted any more: only say whether something is there.
      Bytes resume = first.records().isEmpty() ? Bytes.EMPTY : first.records().getFirst().key();
      return new Result.RangeDeleted(0, !resume.isEmpty(), resume);
    }
    first.records().forEach(this::remove);
    return new Result.RangeDeleted(
        first.records().size(), !first.resume().isEmpty(), first.resume());
  }

  public Result deleteRange(Command.DeleteRange range) {
    return deleteRange(range, range.limit());
  }

  @Nullable KeyValue get(Bytes key) {
    return KvQuery.get(batch, key).orElse(null);
  }

  /** All of the record but its value, which comes empty. */
  private @Nullable KeyValue withoutValue(Bytes key) {
    Bytes known = batch.hasWritten(Space.KV, key) ? null : headers.find(key);
    if (known == null) {
      return KvQuery.header(batch, key).orElse(null);
    }
    batch.setBase(Space.KV, key, Hash128.read(known.array(), 0));
    return KvRecord.withoutValue(key, known);
  }

  private void remove(KeyValue old) {
    batch.delete(Space.KV, old.key());
    Long before = deletedVersions.put(old.key(), old.version());
    batch.onRollBack(
        () -> {
          if (before == null) {
            deletedVersions.remove(old.key());
          } else {
            deletedVersions.put(old.key(), before);
          }
        });
    effects.deleted(
        new KeyValue(
            old.key(),
            Bytes.EMPTY,
            old.version(),
            old.createIndex(),
            old.modifyIndex(),
            old.leaseId()));
  }

  private static boolean holds(Precondition precondition, @Nullable KeyValue old) {
    if (precondition.absent()) {
      return old == null;
    }
    return (precondition.version() == 0 || (old != null && old.version() == precondition.version()))
        && (precondition.createIndex() == 0
            || (old != null && old.createIndex() == precondition.createIndex()));
  }

  private static Result preconditionFailed(
      Bytes key, Precondition precondition, @Nullable KeyValue old) {
    String found =
        old == null
            ? "it is absent"
            : "it has version " + old.version() + ", created at index " + old.createIndex();
    String expected =
        precondition.absent()
            ? "to be absent"
            : (precondition.version() == 0 ? "" : "version " + precondition.version())
                + (precondition.version() == 0 || precondition.createIndex() == 0 ? "" : ", ")
                + (precondition.createIndex() == 0
                    ? ""
                    : "created at index " + precondition.createIndex());
    return new Result.Rejected(
        Result.Reason.PRECONDITION_FAILED,
        "expected key " + key + " " + expected + "; " + found,
        version(old));
  }

  private static long version(@Nullable KeyValue record) {
    return record == null ? 0 : record.version();
  }
}
