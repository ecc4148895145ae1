package io.quorate.client.internal;

import io.quorate.client.Bytes;
import io.quorate.client.Consistency;
import io.quorate.client.DeleteOptions;
import io.quorate.client.DeleteRangeResult;
import io.quorate.client.DeleteResult;
import io.quorate.client.EpochChangedException;
import io.quorate.client.Failure;
import io.quorate.client.GetResult;
import io.quorate.client.MultiGetResult;
import io.quorate.client.OpResult;
import io.quorate.client.OperationId;
import io.quorate.client.Outcome;
import io.quorate.client.OutcomeUnknownException;
import io.quorate.client.PutOptions;
import io.quorate.client.PutResult;
import io.quorate.client.QuorateException;
import io.quorate.client.Resolution;
import io.quorate.client.ScanOptions;
import io.quorate.client.ScanPage;
import io.quorate.client.Token;
import io.quorate.client.Transaction;
import io.quorate.client.TransactionResult;
import io.quorate.client.WriteInfo;
import io.quorate.client.WriteLostException;
import io.quorate.proto.v1.Concern;
import io.quorate.proto.v1.Delete;
import io.quorate.proto.v1.Get;
import io.quorate.proto.v1.MultiGet;
import io.quorate.proto.v1.Operation;
import io.quorate.proto.v1.Put;
import io.quorate.proto.v1.ReadOptions;
import io.quorate.proto.v1.ReadReply;
import io.quorate.proto.v1.ReadRequest;
import io.quorate.proto.v1.Resolve;
import io.quorate.proto.v1.WriteReply;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The operations on keys as requests, and their replies as results. The futures complete on the
 * loop. Open only for {@link RecordedKvCalls}.
 */
class KvCalls {
  private final Core core;

  KvCalls(Core core) {
    this.core = core;
  }

  CompletableFuture<PutResult> put(
      View view, Bytes key, Bytes value, PutOptions options, Scope scope) {
    var put =
        Put.newBuilder()
            .setKey(Encode.bytes(key))
            .setValue(Encode.bytes(value))
            .setPrecondition(Encode.precondition(options.precondition()))
            .setLeaseId(options.leaseId())
            .setReturnPrevious(options.returnPrevious());
    return write(view, Operation.newBuilder().setPut(put).build(), scope)
        .thenApply(
            written -> {
              var result = written.reply().getResult().getPut();
              return new PutResult(
                  result.getVersion(),
                  result.getCreateIndex(),
                  result.hasPrevious()
                      ? Optional.of(Decode.keyValue(result.getPrevious()))
                      : Optional.empty(),
                  written.info());
            });
  }

  CompletableFuture<DeleteResult> delete(View view, Bytes key, DeleteOptions options, Scope scope) {
    var delete =
        Delete.newBuilder()
            .setKey(Encode.bytes(key))
            .setPrecondition(Encode.precondition(options.precondition()))
            .setReturnPrevious(options.returnPrevious());
    return write(view, Operation.newBuilder().setDelete(delete).build(), scope)
        .thenApply(
            written -> {
              var result = written.reply().getResult().getDelete();
              return new DeleteResult(
                  result.getDeleted(),
                  result.hasPrevious()
                      ? Optional.of(Decode.keyValue(result.getPrevious()))
                      : Optional.empty(),
                  written.info());
            });
  }

  CompletableFuture<DeleteRangeResult> deleteRange(View view, Bytes start, Bytes end, Scope scope) {
    return deleteRange(view, start, end, scope, 0);
  }

  private CompletableFuture<DeleteRangeResult> deleteRange(
      View view, Bytes start, Bytes end, Scope scope, long before) {
    var operation =
        Operation.newBuilder().setDeleteRange(Encode.deleteRange(start, end, 0)).build();
    return write(view, operation, scope)
        .exceptionallyCompose(
            failure ->
                CompletableFuture.failedFuture(
                    before == 0 ? failure : partly(before, Core.unwrap(failure))))
        .thenCompose(
            written -> {
              var result = written.reply().getResult().getDeleteRange();
              var deleted = before + result.getDeleted();
              return result.getMore()
                  ? deleteRange(view, Decode.bytes(result.getResume()), end, scope, deleted)
                  : CompletableFuture.completedFuture(
                      new DeleteRangeResult(deleted, written.info()));
            });
  }

  /**
   * Some chunks were deleted, so whatever the last one says, the whole is neither applied nor not.
   */
  private static QuorateException partly(long deleted, Throwable failure) {
    if (!(failure instanceof QuorateException cause)) {
      return Core.bug(failure);
    }
    return new OutcomeUnknownException(
        new Failure(
            cause.code(),
            Outcome.UNKNOWN,
            "%d keys had been deleted before this; repeat the call to delete the rest: %s"
                .formatted(deleted, cause.getMessage()),
            true,
            cause.retryAfter(),
            cause.node(),
            cause.attempts(),
            cause.operationId(),
            cause));
  }

  CompletableFuture<TransactionResult> transaction(
      View view, Transaction transaction, Scope scope) {
    var operation = Operation.newBuilder().setTransaction(Encode.transaction(transaction)).build();
    return write(view, operation, scope)
        .thenApply(
            written -> {
              var result = written.reply().getResult().getTransaction();
              return new TransactionResult(
                  result.getSucceeded(),
                  result.getResultsList().stream().map(Decode::result).toList(),
                  written.info());
            });
  }

  /** An acknowledged write. */
  record Written(WriteReply reply, WriteInfo info) {}

  /** Once, in the session. */
  CompletableFuture<Written> write(View view, Operation operation, Scope scope) {
    var request = new Request.Write(operation, Encode.concern(view.concern()), true);
    return core.calls
        .submit(request, scope)
        .thenApply(
            answer -> {
              var reply = answer.reply().getWrite();
              var id = answer.operation();
              if (id == null) {
                throw new AssertionError("a write in a session without a sequence");
              }
              var info = Decode.writeInfo(reply, id);
              core.token.saw(info.token());
              return new Written(reply, info);
            });
  }

  /** Resolving bears repetition: it answers the same for ever. */
  CompletableFuture<Resolution> resolve(OperationId id, Scope scope) {
    var operation =
        Operation.newBuilder()
            .setResolve(
                Resolve.newBuilder().setSessionId(id.sessionId()).setSequence(id.sequence()))
            .build();
    return core.calls
        .submit(new Request.Write(operation, Concern.getDefaultInstance(), false), scope)
        .thenApply(
            answer -> {
              core.calls.sessions().resolved(id);
              var reply = answer.reply().getWrite();
              core.token.saw(Decode.token(reply.getToken()));
              return resolution(id, reply);
            });
  }

  private static Resolution resolution(OperationId id, WriteReply reply) {
    var resolved = reply.getResult().getResolve();
    var result = resolved.getResult();
    if (!resolved.getApplied()) {
      return new Resolution(
          id, Outcome.NOT_APPLIED, resolved.getIndex(), Optional.empty(), Optional.empty());
    }
    if (result.hasRejected()) {
      var error = Failures.error(result.getRejected(), reply.getNode());
      var failure =
          new Failure(
              Failures.code(error.getCode()),
              Outcome.NOT_APPLIED,
              error.getMessage(),
              false,
              Optional.empty(),
              error.getNode(),
              List.of(),
              Optional.of(id),
              null);
      return new Resolution(
          id,
          Outcome.NOT_APPLIED,
          resolved.getIndex(),
          Optional.empty(),
          Optional.of(Failures.exception(failure, error)));
    }
    OpResult done = Decode.result(result);
    return new Resolution(
        id, Outcome.APPLIED, resolved.getIndex(), Optional.of(done), Optional.empty());
  }

  CompletableFuture<GetResult> get(View view, Bytes key, Scope scope) {
    var read = ReadRequest.newBuilder().setGet(Get.newBuilder().setKey(Encode.bytes(key)));
    return read(view, read, scope)
        .thenApply(
            reply ->
                new GetResult(Decode.found(reply.getGet()), Decode.evidence(reply.getEvidence())));
  }

  CompletableFuture<MultiGetResult> multiGet(View view, List<Bytes> keys, Scope scope) {
    var get = MultiGet.newBuilder();
    keys.forEach(key -> get.addKeys(Encode.bytes(key)));
    return read(view, ReadRequest.newBuilder().setMultiGet(get), scope)
        .thenApply(
            reply ->
                new MultiGetResult(
                    reply.getMultiGet().getResultsList().stream().map(Decode::found).toList(),
                    Decode.evidence(reply.getEvidence())));
  }

  CompletableFuture<ScanPage> scanPage(
      View view, ScanOptions options, @Nullable PageToken page, Scope scope) {
    var scan = Encode.scan(options).toBuilder();
    if (page != null) {
      scan.setPage(page.page());
    }
    var sent = core.token.get();
    var read = options(view, sent, ReadRequest.newBuilder().setScan(scan));
    var request =
        page == null
            ? new Request.Read(read, view.preference())
            : new Request.Page(read, page.address());
    return core.calls
        .submit(request, scope)
        .thenApply(
            answer -> {
              var reply = answer.reply().getRead();
              saw(view, reply);
              var found = reply.getScan();
              var evidence = reply.hasEvidence() ? reply.getEvidence() : found.getEvidence();
              return new ScanPage(
                  Decode.keyValues(found.getKvsList()),
                  PageToken.next(answer.link().node().address(), found.getNextPage()),
                  Decode.evidence(evidence));
            })
        .whenComplete((found, failure) -> lost(sent, failure));
  }

  CompletableFuture<ReadReply> read(View view, ReadRequest.Builder read, Scope scope) {
    var sent = core.token.get();
    return core.calls
        .submit(new Request.Read(options(view, sent, read), view.preference()), scope)
        .thenApply(
            answer -> {
              saw(view, answer.reply().getRead());
              return answer.reply().getRead();
            })
        .whenComplete((reply, failure) -> lost(sent, failure));
  }

  private static ReadRequest options(View view, @Nullable Token session, ReadRequest.Builder read) {
    return read.setOptions(readOptions(view, session)).build();
  }

  static ReadOptions readOptions(View view, @Nullable Token session) {
    var options = ReadOptions.newBuilder();
    var wanted = view.consistency();
    var token = view.token();
    if (wanted.equals(Consistency.SESSION)) {
      options.setConsistency(io.quorate.proto.v1.Consistency.SESSION);
      if (session != null) {
        options.setToken(Encode.token(token == null ? session : session.max(token)));
      } else if (token != null) {
        options.setToken(Encode.token(token));
      }
    } else if (wanted instanceof Consistency.AtLeast least) {
      options
          .setConsistency(io.quorate.proto.v1.Consistency.AT_LEAST)
          .setToken(Encode.token(least.token()));
    } else if (wanted instanceof Consistency.Bounded bounded) {
      options
          .setConsistency(io.quorate.proto.v1.Consistency.BOUNDED)
          .setMaxStalenessMs((int) bounded.staleness().toMillis());
    } else if (wanted.equals(Consistency.LEASE)) {
      options.setConsistency(io.quorate.proto.v1.Consistency.LEASE);
    } else if (wanted.equals(Consistency.EVENTUAL)) {
      options.setConsistency(io.quorate.proto.v1.Consistency.EVENTUAL);
    } else {
      options.setConsistency(io.quorate.proto.v1.Consistency.LINEARIZABLE);
    }
    return options.build();
  }

  private void saw(View view, ReadReply reply) {
    if (view.consistency().equals(Consistency.SESSION)) {
      core.token.saw(Decode.token(reply.getEvidence().getToken()));
    }
  }

  /**
   * The history that the session's token was on is gone; the caller is told now, and later reads
   * start afresh.
   */
  private void lost(@Nullable Token sent, @Nullable Throwable failure) {
    var cause = failure == null ? null : Core.unwrap(failure);
    if (cause instanceof WriteLostException || cause instanceof EpochChangedException) {
      core.token.forget(sent);
    }
  }
}
