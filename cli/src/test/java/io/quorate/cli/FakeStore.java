package io.quorate.cli;

import com.google.protobuf.ByteString;
import io.quorate.proto.v1.Compare;
import io.quorate.proto.v1.Delete;
import io.quorate.proto.v1.DeleteRange;
import io.quorate.proto.v1.DeleteRangeResult;
import io.quorate.proto.v1.DeleteResult;
import io.quorate.proto.v1.Empty;
import io.quorate.proto.v1.ErrorCode;
import io.quorate.proto.v1.GetResult;
import io.quorate.proto.v1.KeyValue;
import io.quorate.proto.v1.LeaseInfo;
import io.quorate.proto.v1.LeaseResult;
import io.quorate.proto.v1.Operation;
import io.quorate.proto.v1.OperationResult;
import io.quorate.proto.v1.Precondition;
import io.quorate.proto.v1.Put;
import io.quorate.proto.v1.PutResult;
import io.quorate.proto.v1.Rejected;
import io.quorate.proto.v1.ResolveResult;
import io.quorate.proto.v1.SessionResult;
import io.quorate.proto.v1.Transaction;
import io.quorate.proto.v1.TransactionOperation;
import io.quorate.proto.v1.TransactionResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What a cluster would hold, without the cluster: operations on a map, each with an index, as the
 * protocol words them.
 */
final class FakeStore {
  private final NavigableMap<ByteString, KeyValue> keys =
      new TreeMap<>(ByteString.unsignedLexicographicalComparator());
  private final Map<Long, Long> leaseTtlMs = new TreeMap<>();
  private final Map<String, OperationResult> results = new HashMap<>();
  private long index = 100;

  synchronized long index() {
    return index;
  }

  synchronized GetResult get(ByteString key) {
    var kv = keys.get(key);
    return kv == null
        ? GetResult.getDefaultInstance()
        : GetResult.newBuilder().setFound(true).setKv(kv).build();
  }

  /** All of [start, end) in order. */
  synchronized List<KeyValue> range(ByteString start, ByteString end) {
    var from = keys.tailMap(start, true);
    return new ArrayList<>((end.isEmpty() ? from : from.headMap(end, false)).values());
  }

  synchronized List<LeaseInfo> leases() {
    return leaseTtlMs.entrySet().stream()
        .map(
            lease ->
                LeaseInfo.newBuilder()
                    .setFound(true)
                    .setLeaseId(lease.getKey())
                    .setTtlMs(lease.getValue())
                    .setRemainingMs(lease.getValue())
                    .setKeys(bound(lease.getKey()).size())
                    .build())
        .toList();
  }

  /** Applies an operation once for each (session, sequence). */
  synchronized OperationResult write(long session, long sequence, Operation operation) {
    var id = session + "-" + sequence;
    if (session != 0 && results.containsKey(id)) return results.get(id);
    index++;
    var result = apply(operation);
    if (session != 0) results.put(id, result);
    return result;
  }

  private OperationResult apply(Operation operation) {
    return switch (operation.getKindCase()) {
      case PUT -> put(operation.getPut());
      case DELETE -> delete(operation.getDelete());
      case DELETE_RANGE -> deleteRange(operation.getDeleteRange());
      case TRANSACTION -> transaction(operation.getTransaction());
      case LEASE_GRANT -> {
        var asked = operation.getLeaseGrant();
        var id = asked.getLeaseId() == 0 ? index : asked.getLeaseId();
        leaseTtlMs.put(id, asked.getTtlMs());
        yield lease(id, asked.getTtlMs(), 0);
      }
      case LEASE_KEEP_ALIVE -> {
        var id = operation.getLeaseKeepAlive().getLeaseId();
        var ttlMs = leaseTtlMs.get(id);
        yield ttlMs == null
            ? rejected(ErrorCode.NOT_FOUND, "there is no lease " + id, 0)
            : lease(id, ttlMs, 0);
      }
      case LEASE_REVOKE -> {
        var id = operation.getLeaseRevoke().getLeaseId();
        var bound = bound(id);
        bound.forEach(kv -> keys.remove(kv.getKey()));
        leaseTtlMs.remove(id);
        yield lease(id, 0, bound.size());
      }
      case OPEN_SESSION ->
          OperationResult.newBuilder()
              .setSession(SessionResult.newBuilder().setSessionId(index).setTtlMs(86_400_000))
              .build();
      case CLOSE_SESSION, KIND_NOT_SET ->
          OperationResult.newBuilder().setEmpty(Empty.getDefaultInstance()).build();
      case RESOLVE -> {
        var asked = operation.getResolve();
        var known = results.get(asked.getSessionId() + "-" + asked.getSequence());
        var resolved = ResolveResult.newBuilder().setIndex(index).setApplied(known != null);
        if (known != null) resolved.setResult(known);
        yield OperationResult.newBuilder().setResolve(resolved).build();
      }
    };
  }

  private List<KeyValue> bound(long lease) {
    return keys.values().stream().filter(kv -> kv.getLeaseId() == lease).toList();
  }

  private static OperationResult lease(long id, long ttlMs, long keysDeleted) {
    return OperationResult.newBuilder()
        .setLease(
            LeaseResult.newBuilder()
                .setLeaseId(id)
                .setTtlMs(ttlMs)
                .setRemainingMs(ttlMs)
                .setKeysDeleted(keysDeleted))
        .build();
  }

  private OperationResult put(Put put) {
    var old = keys.get(put.getKey());
    if (!holds(put.getPrecondition(), old)) return failed(old);
    var kv =
        KeyValue.newBuilder()
            .setKey(put.getKey())
            .setValue(put.getValue())
            .setVersion(old == null ? 1 : old.getVersion() + 1)
            .setCreateIndex(old == null ? index : old.getCreateIndex())
            .setModifyIndex(index)
            .setLeaseId(put.getLeaseId())
            .build();
    keys.put(put.getKey(), kv);
    var result =
        PutResult.newBuilder().setVersion(kv.getVersion()).setCreateIndex(kv.getCreateIndex());
    if (put.getReturnPrevious() && old != null) result.setPrevious(old);
    return OperationResult.newBuilder().setPut(result).build();
  }

  private OperationResult delete(Delete delete) {
    var old = keys.get(delete.getKey());
    if (!holds(delete.getPrecondition(), old)) return failed(old);
    keys.remove(delete.getKey());
    var result = DeleteResult.newBuilder().setDeleted(old != null);
    if (delete.getReturnPrevious() && old != null) result.setPrevious(old);
    return OperationResult.newBuilder().setDelete(result).build();
  }

  private OperationResult deleteRange(DeleteRange asked) {
    var doomed = range(asked.getStart(), asked.getEnd());
    doomed.forEach(kv -> keys.remove(kv.getKey()));
    return OperationResult.newBuilder()
        .setDeleteRange(DeleteRangeResult.newBuilder().setDeleted(doomed.size()))
        .build();
  }

  private static boolean holds(
      Precondition wanted, @org.jspecify.annotations.Nullable KeyValue old) {
    if (wanted.getAbsent()) return old == null;
    return wanted.getVersion() == 0 || (old != null && old.getVersion() == wanted.getVersion());
  }

  private static OperationResult failed(@org.jspecify.annotations.Nullable KeyValue old) {
    var version = old == null ? 0 : old.getVersion();
    return rejected(ErrorCode.PRECONDITION_FAILED, "the key has version " + version, version);
  }

  private static OperationResult rejected(ErrorCode code, String message, long version) {
    return OperationResult.newBuilder()
        .setRejected(
            Rejected.newBuilder().setCode(code).setMessage(message).setCurrentVersion(version))
        .build();
  }

  private OperationResult transaction(Transaction transaction) {
    var succeeded = transaction.getComparesList().stream().allMatch(this::compare);
    var result = TransactionResult.newBuilder().setSucceeded(succeeded);
    for (var each : succeeded ? transaction.getThenList() : transaction.getOtherwiseList()) {
      result.addResults(inTransaction(each));
    }
    return OperationResult.newBuilder().setTransaction(result).build();
  }

  private OperationResult inTransaction(TransactionOperation operation) {
    return switch (operation.getKindCase()) {
      case PUT -> put(operation.getPut());
      case DELETE -> delete(operation.getDelete());
      case DELETE_RANGE -> deleteRange(operation.getDeleteRange());
      case GET -> OperationResult.newBuilder().setGet(get(operation.getGet().getKey())).build();
      case KIND_NOT_SET -> throw new IllegalArgumentException("empty operation");
    };
  }

  private boolean compare(Compare compare) {
    var kv = keys.get(compare.getKey());
    var order =
        switch (compare.getTargetCase()) {
          case VERSION -> Long.compare(kv == null ? 0 : kv.getVersion(), compare.getVersion());
          case CREATE_INDEX ->
              Long.compare(kv == null ? 0 : kv.getCreateIndex(), compare.getCreateIndex());
          case MODIFY_INDEX ->
              Long.compare(kv == null ? 0 : kv.getModifyIndex(), compare.getModifyIndex());
          case LEASE_ID -> Long.compare(kv == null ? 0 : kv.getLeaseId(), compare.getLeaseId());
          case EXISTS -> Boolean.compare(kv != null, compare.getExists());
          case VALUE ->
              kv == null
                  ? -2
                  : ByteString.unsignedLexicographicalComparator()
                      .compare(kv.getValue(), compare.getValue());
          case TARGET_NOT_SET -> throw new IllegalArgumentException("nothing to compare");
        };
    if (order == -2) return false;
    return switch (compare.getRelation()) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case LESS -> order < 0;
      case GREATER -> order > 0;
      case UNRECOGNIZED -> throw new IllegalArgumentException("unknown relation");
    };
  }
}
