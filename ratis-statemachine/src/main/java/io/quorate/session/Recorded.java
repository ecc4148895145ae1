package io.quorate.session;

import io.quorate.command.Applied;
import io.quorate.command.Result;
import io.quorate.command.ResultCodec;
import io.quorate.proto.v1.OperationResult;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one operation.
 *
 * @param index where it took effect; for a tombstone, where it was abandoned
 * @param result null = a tombstone
 */
record Recorded(long index, @Nullable OperationResult result) {
  /** What the operation is answered when it comes again. */
  Applied answer() {
    return result == null
        ? new Applied(
            new Result.Rejected(
                Result.Reason.ABANDONED,
                "the operation was resolved as not applied and can never be applied",
                0),
            index,
            false)
        : new Applied(ResultCodec.decode(result), index, true);
  }

  Result.Resolved resolved() {
    return result == null
        ? new Result.Resolved(false, null, 0)
        : new Result.Resolved(true, ResultCodec.decode(result), index);
  }
}
