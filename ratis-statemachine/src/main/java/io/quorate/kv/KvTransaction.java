package io.quorate.kv;

import io.quorate.command.Bytes;
import io.quorate.command.Command;
import io.quorate.command.Compare;
import io.quorate.command.KeyValue;
import io.quorate.command.Limits;
import io.quorate.command.Result;
import io.quorate.store.Batch;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Compare, then one branch or the other, all or nothing: a step that is refused takes back those
 * before it, and the refusal is the result of the whole.
 */
public final class KvTransaction {
  private final Batch batch;
  private final KvSpace kv;
  private int deletesLeft = Limits.KEYS_PER_CHUNK;
  private long resultBytesLeft = Limits.TRANSACTION_BYTES;

  private KvTransaction(Batch batch, KvSpace kv) {
    this.batch = batch;
    this.kv = kv;
  }

  /**
   * The delete-ranges of one transaction together delete at most {@link Limits#KEYS_PER_CHUNK}
   * keys; their results say what remains.
   */
  public static Result apply(Command.Transaction transaction, Batch batch, KvSpace kv) {
    return new KvTransaction(batch, kv).apply(transaction);
  }

  private Result apply(Command.Transaction transaction) {
    boolean succeeded = transaction.compares().stream().allMatch(this::holds);
    var results = new ArrayList<Result>();
    batch.begin();
    for (Command.Step step : succeeded ? transaction.then() : transaction.otherwise()) {
      Result result = apply(step);
      if (result instanceof Result.Rejected) {
        batch.rollBack();
        return result;
      }
      results.add(result);
    }
    batch.keep();
    return new Result.TransactionDone(succeeded, results);
  }

  private Result apply(Command.Step step) {
    Result result =
        switch (step) {
          case Command.Put put -> kv.put(put);
          case Command.Delete delete -> kv.delete(delete);
          case Command.DeleteRange range -> {
            Result.RangeDeleted done = kv.deleteRange(range, deletesLeft);
            deletesLeft -= done.deleted();
            yield done;
          }
          case Command.Get get -> new Result.Found(kv.get(get.key()));
        };
    resultBytesLeft -= valueBytes(result);
    return resultBytesLeft >= 0
        ? result
        : new Result.Rejected(
            Result.Reason.INVALID,
            "the values that the transaction reads are over "
                + Limits.TRANSACTION_BYTES
                + " bytes in all",
            0);
  }

  private static long valueBytes(Result result) {
    return switch (result) {
      case Result.PutDone put -> size(put.previous());
      case Result.Deleted deleted -> size(deleted.previous());
      case Result.Found found -> size(found.record());
      default -> 0;
    };
  }

  private static long size(@Nullable KeyValue record) {
    return record == null ? 0 : record.value().size();
  }

  private boolean holds(Compare compare) {
    KeyValue record = kv.get(compare.key());
    if (compare.target() == Compare.Target.VALUE) {
      Bytes expected = compare.requiredValue();
      return record != null && holds(compare.relation(), record.value().compareTo(expected));
    }
    return holds(
        compare.relation(), Long.compare(number(compare.target(), record), compare.number()));
  }

  private static long number(Compare.Target target, @Nullable KeyValue record) {
    if (record == null) {
      return 0;
    }
    return switch (target) {
      case VERSION -> record.version();
      case CREATE_INDEX -> record.createIndex();
      case MODIFY_INDEX -> record.modifyIndex();
      case LEASE -> record.leaseId();
      case EXISTS -> 1;
      case VALUE -> throw new IllegalArgumentException("a value is not a number");
    };
  }

  private static boolean holds(Compare.Relation relation, int order) {
    return switch (relation) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case LESS -> order < 0;
      case GREATER -> order > 0;
    };
  }
}
