package io.quorate.command;

import io.quorate.proto.v1.ErrorCode;
import io.quorate.proto.v1.OperationResult;
import io.quorate.proto.v1.PutResult;
import java.util.ArrayList;

/**
 * {@link Result} to and from its wire form: in a session's table, in the change log and in a reply.
 */
public final class ResultCodec {
  private ResultCodec() {}

  public static OperationResult encode(Result result) {
    var wire = OperationResult.newBuilder();
    switch (result) {
      case Result.PutDone(long version, long createIndex, KeyValue previous) -> {
        var put = PutResult.newBuilder().setVersion(version).setCreateIndex(createIndex);
        if (previous != null) {
          put.setPrevious(KeyValueCodec.encode(previous));
        }
        wire.setPut(put);
      }
      case Result.Deleted(boolean deleted, KeyValue previous) -> {
        var delete = wire.getDeleteBuilder().setDeleted(deleted);
        if (previous != null) {
          delete.setPrevious(KeyValueCodec.encode(previous));
        }
      }
      case Result.RangeDeleted(int deleted, boolean more, Bytes resume) ->
          wire.getDeleteRangeBuilder()
              .setDeleted(deleted)
              .setMore(more)
              .setResume(KeyValueCodec.wire(resume));
      case Result.TransactionDone transaction -> {
        var done = wire.getTransactionBuilder().setSucceeded(transaction.succeeded());
        for (Result step : transaction.results()) {
          done.addResults(encode(step));
        }
      }
      case Result.Found(KeyValue record) -> {
        var get = wire.getGetBuilder().setFound(record != null);
        if (record != null) {
          get.setKv(KeyValueCodec.encode(record));
        }
      }
      case Result.LeaseDone lease ->
          wire.getLeaseBuilder()
              .setLeaseId(lease.leaseId())
              .setTtlMs(lease.ttlMs())
              .setRemainingMs(lease.remainingMs())
              .setKeysDeleted(lease.keysDeleted())
              .setMore(lease.more());
      case Result.SessionOpened(long sessionId, long ttlMs) ->
          wire.getSessionBuilder().setSessionId(sessionId).setTtlMs(ttlMs);
      case Result.Resolved(boolean applied, Result inner, long index) -> {
        var resolve = wire.getResolveBuilder().setApplied(applied).setIndex(index);
        if (inner != null) {
          resolve.setResult(encode(inner));
        }
      }
      case Result.Rejected(Result.Reason reason, String message, long currentVersion) ->
          wire.getRejectedBuilder()
              .setCode(code(reason))
              .setMessage(message)
              .setCurrentVersion(currentVersion);
      case Result.Done() -> wire.getEmptyBuilder();
    }
    return wire.build();
  }

  public static Result decode(OperationResult wire) {
    return switch (wire.getKindCase()) {
      case PUT -> {
        var put = wire.getPut();
        yield new Result.PutDone(
            put.getVersion(),
            put.getCreateIndex(),
            put.hasPrevious() ? KeyValueCodec.decode(put.getPrevious()) : null);
      }
      case DELETE -> {
        var delete = wire.getDelete();
        yield new Result.Deleted(
            delete.getDeleted(),
            delete.hasPrevious() ? KeyValueCodec.decode(delete.getPrevious()) : null);
      }
      case DELETE_RANGE -> {
        var range = wire.getDeleteRange();
        yield new Result.RangeDeleted(
            range.getDeleted(), range.getMore(), KeyValueCodec.bytes(range.getResume()));
      }
      case TRANSACTION -> {
        var transaction = wire.getTransaction();
        var steps = new ArrayList<Result>(transaction.getResultsCount());
        for (OperationResult step : transaction.getResultsList()) {
          steps.add(decode(step));
        }
        yield new Result.TransactionDone(transaction.getSucceeded(), steps);
      }
      case LEASE -> {
        var lease = wire.getLease();
        yield new Result.LeaseDone(
            lease.getLeaseId(),
            lease.getTtlMs(),
            lease.getRemainingMs(),
            lease.getKeysDeleted(),
            lease.getMore());
      }
      case SESSION ->
          new Result.SessionOpened(wire.getSession().getSessionId(), wire.getSession().getTtlMs());
      case RESOLVE -> {
        var resolve = wire.getResolve();
        yield new Result.Resolved(
            resolve.getApplied(),
            resolve.hasResult() ? decode(resolve.getResult()) : null,
            resolve.getIndex());
      }
      case GET ->
          new Result.Found(
              wire.getGet().getFound() ? KeyValueCodec.decode(wire.getGet().getKv()) : null);
      case REJECTED -> {
        var rejected = wire.getRejected();
        yield new Result.Rejected(
            reason(rejected.getCode()), rejected.getMessage(), rejected.getCurrentVersion());
      }
      case EMPTY -> new Result.Done();
      case KIND_NOT_SET ->
          throw new InvalidCommandException(
              "the result is empty, or of a kind that this version does not know");
    };
  }

  /** The code that a client sees for a refusal. */
  public static ErrorCode code(Result.Reason reason) {
    return switch (reason) {
      case PRECONDITION_FAILED -> ErrorCode.PRECONDITION_FAILED;
      case NOT_FOUND -> ErrorCode.NOT_FOUND;
      case ALREADY_EXISTS -> ErrorCode.ALREADY_EXISTS;
      case SESSION_EXPIRED -> ErrorCode.SESSION_EXPIRED;
      case STALE_SEQUENCE -> ErrorCode.STALE_SEQUENCE;
      case ABANDONED -> ErrorCode.ABANDONED;
      case OVERLOADED -> ErrorCode.OVERLOADED;
      case INVALID -> ErrorCode.INVALID_ARGUMENT;
    };
  }

  private static Result.Reason reason(ErrorCode code) {
    for (Result.Reason reason : Result.Reason.values()) {
      if (code(reason) == code) {
        return reason;
      }
    }
    throw new InvalidCommandException("error code " + code + " is not a replicated refusal");
  }
}
